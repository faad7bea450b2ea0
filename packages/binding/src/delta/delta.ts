import { equalityDeep } from "lib0/function";

/** Formats by name. In a change of them null takes one away. */
export type Formats = Readonly<Record<string, unknown>>;

/** What stands in a text like one character. */
export type Embed = object;

/** One piece of a delta, in the shape in which Yjs tells and takes it. */
export type Op =
  | { readonly retain: number; readonly attributes?: Formats }
  | { readonly insert: string | Embed; readonly attributes?: Formats }
  | { readonly delete: number };

/**
 * A change of a text, from its start on; what it does not reach stays. A delta of inserts alone is a text. Places are
 * counted as Yjs and ProseMirror count them, in UTF-16 units, an embed as one.
 */
export type Delta = readonly Op[];

/** How much of the text before the change (or, of an insert, after it) a piece is about. */
export function lengthOf(op: Op): number {
  if ("retain" in op) return op.retain;
  if ("delete" in op) return op.delete;
  return typeof op.insert === "string" ? op.insert.length : 1;
}

/** How long a text is. */
export function lengthOfText(text: Delta): number {
  return text.reduce((length, op) => length + ("insert" in op ? lengthOf(op) : 0), 0);
}

/** A kept or inserted piece, with its formats if there are any. */
export function withFormats(op: Exclude<Op, { readonly delete: number }>, attributes: Formats): Op {
  return Object.keys(attributes).length > 0 ? { ...op, attributes } : op;
}

/** The same change in its one normal form: pieces as long as can be, inserts before deletes, nothing idle at the end. */
export function normalise(delta: Delta): Delta {
  const result = new Writer();
  for (const op of delta) result.push(op);
  return result.finish();
}

/** Writes a delta in its normal form. */
export class Writer {
  readonly #ops: Op[] = [];

  push(op: Op): void {
    if (lengthOf(op) === 0) return;
    const ops = this.#ops;
    const last = ops.at(-1);
    if (last && "delete" in last && "insert" in op) {
      // At one place both orders mean the same.
      ops.pop();
      this.push(op);
      ops.push(last);
      return;
    }
    const joined = last && join(last, op);
    if (joined) ops[ops.length - 1] = joined;
    else ops.push(op);
  }

  finish(): Delta {
    const last = this.#ops.at(-1);
    if (last && "retain" in last && !hasFormats(last.attributes)) this.#ops.pop();
    return this.#ops;
  }
}

function join(a: Op, b: Op): Op | null {
  if ("delete" in a) return "delete" in b ? { delete: a.delete + b.delete } : null;
  if ("delete" in b || !haveSameFormats(a.attributes, b.attributes)) return null;
  if ("retain" in a) return "retain" in b ? { ...a, retain: a.retain + b.retain } : null;
  if ("retain" in b || typeof a.insert !== "string" || typeof b.insert !== "string") return null;
  return { ...a, insert: a.insert + b.insert };
}

function hasFormats(formats: Formats | undefined): boolean {
  return formats !== undefined && Object.keys(formats).length > 0;
}

function haveSameFormats(a: Formats = {}, b: Formats = {}): boolean {
  return equalityDeep(a, b);
}
