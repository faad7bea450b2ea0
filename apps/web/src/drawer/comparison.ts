import { diffArrays, diffWordsWithSpace } from "diff";

/** Words of a line: in both texts, only here, or only there. */
export interface Piece {
  readonly change: "same" | "here" | "there";
  readonly text: string;
}

/** A line of what is compared, or how many lines are left out because they are the same. */
export type ComparedLine =
  | { readonly type: "line"; readonly pieces: readonly Piece[] }
  | { readonly type: "gap"; readonly lines: number };

/** Lines that are the same and are shown beside those that are not. */
const context = 1;

/** Two texts may have so little in common that comparing them takes for ever. */
const patienceMs = 2_000;

/** How what is here differs from what is there, block by block and word by word; undefined where that takes too long to say. */
export function compare(there: string, here: string): readonly ComparedLine[] | undefined {
  const changes = diffArrays(linesOf(there), linesOf(here), { timeout: patienceMs });
  if (changes === undefined) return undefined;
  const compared: ComparedLine[] = [];
  for (let at = 0; at < changes.length; at++) {
    const { value = [], added, removed } = changes[at] ?? {};
    const next = changes[at + 1];
    if (removed && next?.added) {
      compared.push(...changedLines(value, next.value));
      at++;
    } else if (added || removed) {
      const change = added ? "here" : "there";
      compared.push(...value.map((text) => lineOf([{ change, text }])));
    } else compared.push(...sameLines(value, at === 0, next === undefined));
  }
  return compared;
}

/** Whether something is here that is not there. */
export function hasMoreHere(compared: readonly ComparedLine[]): boolean {
  return compared.some((line) => line.type === "line" && line.pieces.some(({ change }) => change === "here"));
}

function linesOf(text: string): string[] {
  return text === "" ? [] : text.split("\n");
}

function changedLines(there: readonly string[], here: readonly string[]): ComparedLine[] {
  const words = diffWordsWithSpace(there.join("\n"), here.join("\n"), { timeout: patienceMs });
  if (words === undefined)
    return [
      ...there.map((text) => lineOf([{ change: "there", text }])),
      ...here.map((text) => lineOf([{ change: "here", text }])),
    ];
  const lines: Piece[][] = [[]];
  for (const { value, added, removed } of words) {
    const change = added ? "here" : removed ? "there" : "same";
    for (const [index, text] of value.split("\n").entries()) {
      if (index > 0) lines.push([]);
      if (text !== "") lines.at(-1)?.push({ change, text });
    }
  }
  return lines.filter((pieces) => pieces.length > 0).map(lineOf);
}

/** Of lines that are the same, those beside a change. */
function sameLines(lines: readonly string[], isFirst: boolean, isLast: boolean): ComparedLine[] {
  const before = isFirst ? 0 : context;
  const after = isLast ? 0 : context;
  // A gap of one line is no shorter than the line.
  const left = lines.length - before - after;
  const shown = (part: readonly string[]) => part.map((text) => lineOf([{ change: "same", text }]));
  if (left <= 1) return shown(lines);
  return [
    ...shown(lines.slice(0, before)),
    { type: "gap", lines: left },
    ...shown(lines.slice(lines.length - after)),
  ];
}

function lineOf(pieces: readonly Piece[]): ComparedLine {
  return { type: "line", pieces };
}
