import type { attention } from "micromark-core-commonmark";
import { directive } from "micromark-extension-directive";

type Construct = typeof attention;
type Tokenizer = Construct["tokenize"];

/** Directives that may stand in one another: micromark reads their content once for each around it. */
const maxDirectives = 8;

/** A container's place in the text, by its offsets. */
interface Range {
  readonly start: number;
  end: number;
}

/**
 * Directives on lines of their own. One in a line is text: "at 10:30" and "see:this" are not meant as one. A container in
 * too many others is text as well.
 */
export function blockDirectives() {
  const { flow = {} } = directive();
  const [container, leaf] = [flow[58] ?? []].flat();
  if (container === undefined || leaf === undefined) return { flow };
  return { flow: { 58: [{ ...container, tokenize: bounded(container.tokenize) }, leaf] } };
}

/** A container's content is read after all of it was found: how deep one stands is known by those found before. */
function bounded(tokenize: Tokenizer): Tokenizer {
  const levels: Range[][] = [];
  return function boundedDirective(effects, ok, nok) {
    const start = this.now().offset;
    let depth = 0;
    while (depth < maxDirectives && isInside(levels[depth] ?? [], start)) depth++;
    if (depth === maxDirectives) return nok;
    const found: typeof ok = (code) => {
      const level = levels[depth] ?? [];
      levels[depth] = level;
      record(level, { start, end: this.now().offset });
      return ok(code);
    };
    return tokenize.call(this, effects, found, nok);
  };
}

function isInside(ranges: readonly Range[], offset: number): boolean {
  const last = ranges[firstFrom(ranges, offset) - 1];
  return last !== undefined && offset < last.end;
}

/** Nearly always at the end. What is tried twice, since it may end a paragraph, is there already. */
function record(ranges: Range[], range: Range): void {
  const at = firstFrom(ranges, range.start);
  const same = ranges[at];
  if (same?.start === range.start) same.end = Math.max(same.end, range.end);
  else ranges.splice(at, 0, range);
}

/** The index of the first range that starts at the offset or after it. */
function firstFrom(ranges: readonly Range[], offset: number): number {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ranges[middle]?.start ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
