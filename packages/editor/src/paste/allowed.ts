import { isDay, isSafeHref } from "@quire/schema";
import { nameOf, styleOf } from "./tree.ts";

/** Elements that go with all that is in them: they run, load, ask or draw, or are not for readers. */
const dropped = new Set(
  (
    "applet area audio base button canvas clipboard-copy dialog embed frame frameset head iframe link map math meta " +
    "meter noembed noframes noscript object optgroup option param plaintext portal progress script select slot source " +
    "style svg template textarea title track video xml xmp"
  ).split(" "),
);

/** What the elements that stay are called. All others go, and what is in them stays. */
const kept = new Map<string, string>([
  ..."p h1 h2 h3 h4 h5 h6 ul ol li blockquote aside div table caption tr td th figure figcaption details summary section"
    .split(" ")
    .map((name): [string, string] => [name, name]),
  ..."address article center dd dl dt fieldset footer form header main nav"
    .split(" ")
    .map((name): [string, string] => [name, "div"]),
]);

/** Places where blanks between elements are no text. */
const holders = new Set(["table", "tr", "ul", "ol"]);

const maxSpan = 1000;
const noteId = /^fn-\d{1,4}$/;

/** Every element that what was pasted can still have in it. */
export const allowedNames: readonly string[] = [
  ...new Set(kept.values()),
  ..."a bdi br code em hr img input mark nav pre s span strong sub sup time u".split(" "),
];

/** Every attribute that what was pasted can still have, `href` and `src` with addresses that are looked at. */
export const allowedAttributes: readonly string[] =
  "alt checked class colspan data-color data-footnote-ref data-footnotes data-mention datetime height href id role rowspan src start title type value width".split(
    " ",
  );

/** Whether the element goes with all that is in it. */
export function isDropped(element: Element, name: string): boolean {
  if (dropped.has(name) || name.startsWith("v:")) return true;
  if (element.hasAttribute("hidden")) return true;
  const style = styleOf(element);
  return style.get("display") === "none" || style.get("mso-hide") === "all";
}

/** Whether the element holds other elements only. */
export function isHolder(element: Element): boolean {
  return holders.has(nameOf(element));
}

/** The element that stands for this one in what is kept, empty and with what may be known of it, or null. */
export function keptElement(element: Element, name: string): Element | null {
  const { ownerDocument } = element;
  if (name === "a") return linkFor(element);
  const keptName = kept.get(name);
  if (keptName === undefined) return null;
  const isHead = name === "td" && nameOf(element.parentElement?.parentElement ?? null) === "thead";
  const copy = ownerDocument.createElement(isHead ? "th" : keptName);
  switch (keptName) {
    case "ol":
      copyNumber(element, copy, "start", 999_999_999);
      break;
    case "li":
      copyNumber(element, copy, "value", 999_999_999);
      if (noteId.test(element.id)) copy.id = element.id;
      break;
    case "td":
    case "th":
      copyNumber(element, copy, "colspan", maxSpan);
      copyNumber(element, copy, "rowspan", maxSpan);
      break;
    case "section":
      if (element.hasAttribute("data-footnotes")) copy.setAttribute("data-footnotes", "");
      break;
    default:
  }
  return copy;
}

/** A link leads to another page; what led to a place in the old one is its text. */
function linkFor(element: Element): Element | null {
  const href = redirected((element.getAttribute("href") ?? "").trim());
  if (href === "" || href.startsWith("#") || href.length > 8192 || !isSafeHref(href)) return null;
  const link = element.ownerDocument.createElement("a");
  link.setAttribute("href", href);
  const title = element.getAttribute("title")?.trim() ?? "";
  if (title !== "" && title.length <= 1000) link.setAttribute("title", title);
  return link;
}

/** Google leads every link of a page that it made by way of itself. */
function redirected(href: string): string {
  if (!/^https?:\/\/www\.google\.com\/url\?/i.test(href)) return href;
  const target = new URLSearchParams(href.slice(href.indexOf("?") + 1)).get("q") ?? "";
  return /^https?:\/\//i.test(target) ? target : href;
}

function copyNumber(from: Element, to: Element, name: string, max: number): void {
  const text = from.getAttribute(name)?.trim() ?? "";
  const number = /^\d{1,9}$/.test(text) ? Number(text) : 1;
  if (name === "value" ? text !== "" && number <= max && /^\d{1,9}$/.test(text) : number !== 1)
    to.setAttribute(name, String(Math.min(number, max)));
}

/** The sign of a footnote, which is gathered already. */
export function noteSign(element: Element): Element | null {
  const reference = element.getAttribute("data-footnote-ref") ?? "";
  if (!noteId.test(reference)) return null;
  const sign = element.ownerDocument.createElement("sup");
  sign.setAttribute("data-footnote-ref", reference);
  sign.textContent = element.textContent;
  return sign;
}

/** A day, where the element says which. */
export function dateFor(element: Element): Element | null {
  const day = element.getAttribute("datetime") ?? "";
  if (!isDay(day)) return null;
  const date = element.ownerDocument.createElement("time");
  date.setAttribute("datetime", day);
  date.textContent = element.textContent;
  return date;
}

/** Somebody's name, where the element says whose. */
export function mentionFor(element: Element): Element | null {
  const person = element.getAttribute("data-mention") ?? "";
  if (person === "") return null;
  const mention = element.ownerDocument.createElement("bdi");
  mention.setAttribute("data-mention", person);
  mention.textContent = element.textContent;
  return mention;
}

/** A box to tick, whatever it was drawn with. */
export function boxFor(element: Element, name: string): Element | null {
  const isInput = name === "input" && element.getAttribute("type")?.toLowerCase() === "checkbox";
  if (!isInput && element.getAttribute("role") !== "checkbox") return null;
  const box = element.ownerDocument.createElement("input");
  box.setAttribute("type", "checkbox");
  const isChecked = element.hasAttribute("checked") || element.getAttribute("aria-checked") === "true";
  if (isChecked) box.setAttribute("checked", "");
  return box;
}
