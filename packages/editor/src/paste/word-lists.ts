import { type FlatItem, nestItems } from "./items.ts";
import type { Sheet } from "./sheet.ts";
import { nameOf, styleOf, withStyle } from "./tree.ts";
import { type Marker, readMarker } from "./word-marker.ts";

/** Where a paragraph says that it stands: `mso-list:l0 level2 lfo1`. */
interface ListStyle {
  readonly list: string;
  readonly level: number;
  readonly override: string;
}

/**
 * Rebuilds the lists of Word, which are paragraphs there: the sign that each shows is text, its level and its list are in
 * its style, what the signs of a level are like is in the style sheet. A paragraph of a list that has no sign goes on with
 * the item above it. A heading that is numbered stays a heading, without the number.
 */
export function rebuildWordLists(root: Element, sheet: Sheet): void {
  const taken = new Set<Element>();
  for (const element of withStyle(root, "mso-list")) {
    if (taken.has(element) || !root.contains(element)) continue;
    if (!isItem(element)) {
      if (/^h[1-6]$/.test(nameOf(element))) takeSign(element);
      continue;
    }
    const run = runFrom(element);
    for (const paragraph of run) taken.add(paragraph);
    const place = element.ownerDocument.createComment("");
    element.replaceWith(place);
    place.replaceWith(nestItems(itemsOf(run, sheet), element.ownerDocument));
  }
}

/** The item and all that follow it directly, with what goes on in them. */
function runFrom(first: Element): Element[] {
  const run = [first];
  for (let next = first.nextElementSibling; next !== null; next = next.nextElementSibling) {
    if (!isItem(next) && !isContinuation(next)) break;
    run.push(next);
  }
  return run;
}

function itemsOf(run: readonly Element[], sheet: Sheet): FlatItem[] {
  const items: (FlatItem & { readonly content: Node[] })[] = [];
  const counts = new Map<string, number>();
  for (const paragraph of run) {
    const style = listStyleOf(paragraph);
    if (style === null) {
      items.at(-1)?.content.push(paragraph);
      continue;
    }
    const { list, level, override } = style;
    const marker = markerOf(paragraph, style, sheet);
    const key = `${list}:${override}:${level}`;
    const number = marker.isOrdered
      ? (marker.number ?? (counts.get(key) ?? startOf(style, sheet) - 1) + 1)
      : null;
    if (number !== null) counts.set(key, number);
    items.push({ level, isOrdered: marker.isOrdered, number, list: key, content: [paragraph] });
  }
  return items;
}

function markerOf(paragraph: Element, style: ListStyle, sheet: Sheet): Marker {
  const sign = takeSign(paragraph);
  const level = levelOf(style, sheet);
  return readMarker(sign, level && (level.get("mso-level-number-format") ?? "decimal"));
}

/** Takes the sign out of a paragraph's text. */
function takeSign(paragraph: Element): string {
  let sign = "";
  for (const element of withStyle(paragraph, "mso-list")) {
    if (styleOf(element).get("mso-list") !== "ignore") continue;
    sign ||= element.textContent ?? "";
    element.remove();
  }
  return sign;
}

function levelOf(
  { list, level, override }: ListStyle,
  { levels }: Sheet,
): ReadonlyMap<string, string> | undefined {
  const own = levels.get(`${list}:${level}:${override}`);
  const all = levels.get(`${list}:${level}`);
  return own && all ? new Map([...all, ...own]) : (own ?? all);
}

function startOf(style: ListStyle, sheet: Sheet): number {
  const start = Number(levelOf(style, sheet)?.get("mso-level-start-at") ?? 1);
  return Number.isInteger(start) && start >= 0 ? start : 1;
}

function isItem(element: Element): boolean {
  return ["p", "div", "li"].includes(nameOf(element)) && listStyleOf(element) !== null;
}

function isContinuation(element: Element): boolean {
  return nameOf(element) === "p" && element.className.startsWith("MsoListParagraph");
}

function listStyleOf(element: Element): ListStyle | null {
  const value = styleOf(element).get("mso-list") ?? "";
  const [, list, level, override] = /^(l\d+)\s+level(\d)\s+(lfo\d+)/.exec(value) ?? [];
  if (list === undefined || level === undefined || override === undefined) return null;
  return { list, level: Number(level), override };
}
