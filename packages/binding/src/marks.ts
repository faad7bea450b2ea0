import { encodeAny, toBase64 } from "lib0/buffer";
import { digest } from "lib0/hash/sha256";
import { Mark, type MarkType, type Schema } from "prosemirror-model";
import { readValues } from "./values.ts";

/** How a shared text is formatted: by mark, `true` or an object of the mark's attributes. Null takes a format away. */
export type Formats = Readonly<Record<string, unknown>>;

/** Bytes of a digest that tell two marks of one type apart. */
const hashBytes = 6;

/** What a text with these formats is drawn with; undefined where the schema lacks one of them. */
export function readMarks(formats: Formats, schema: Schema): readonly Mark[] | undefined {
  const marks: Mark[] = [];
  for (const [key, value] of Object.entries(formats)) {
    if (value === null || value === undefined) continue;
    const type = markTypeOf(key, schema);
    const attrs = type && readValues(type.spec.attrs, (name) => valueIn(value, name));
    if (!type || !attrs) return undefined;
    marks.push(type.create(attrs));
  }
  return Mark.setFrom(marks);
}

/** The formats of a text with these marks, by the names that y-prosemirror gives them. */
export function writeMarks(marks: readonly Mark[]): Record<string, unknown> {
  return Object.fromEntries(marks.map((mark) => [formatName(mark), mark.attrs]));
}

/** What makes a text with the marks before one with the marks after. */
export function formatChange(before: readonly Mark[], after: readonly Mark[]): Record<string, unknown> {
  const change: Record<string, unknown> = {};
  for (const mark of before) change[formatName(mark)] = null;
  for (const mark of after) {
    const name = formatName(mark);
    if (mark.isInSet(before)) delete change[name];
    else change[name] = mark.attrs;
  }
  return change;
}

/** A mark that may stand beside others of its type has a name of its own: the type's, and a hash of its attributes. */
export function formatName(mark: Mark): string {
  const { type } = mark;
  return type.excludes(type) ? type.name : `${type.name}--${hashOf(mark)}`;
}

function hashOf(mark: Mark): string {
  const folded = new Uint8Array(hashBytes);
  digest(encodeAny(mark.toJSON())).forEach((byte, index) => {
    folded[index % hashBytes] = (folded[index % hashBytes] ?? 0) ^ byte;
  });
  return toBase64(folded);
}

/** The type of mark that a format is of. */
export function markTypeOf(key: string, schema: Schema): MarkType | undefined {
  const name = /^(.*)--[a-zA-Z0-9+/=]{8}$/s.exec(key)?.[1] ?? key;
  return Object.hasOwn(schema.marks, name) ? schema.marks[name] : undefined;
}

function valueIn(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}
