import type { AttributeSpec } from "prosemirror-model";

/** What an attribute's value can be: it has to stand in a shared document and in an HTML attribute. */
export type Scalar = string | number | boolean;

/**
 * One attribute of a block or a mark. Its plain case is null, which is stored by leaving it out: y-prosemirror writes
 * every other default into the shared document at the next local edit, over what somebody else may have set by then.
 */
export interface Attribute<Value extends Scalar = Scalar> {
  /** The schema version that brought it. */
  readonly since: number;
  /** What a stored value has to be for ProseMirror to take it: y-prosemirror deletes a block that it refuses. */
  readonly type: "string" | "number" | "boolean";
  /** What a stored value means. Null for the plain case, and for what is no value of this attribute. */
  read(value: unknown): Value | null;
}

/** An attribute that is one of the values named. */
export function choice<const Value extends string>(values: readonly Value[]): Attribute<Value> {
  return { since: 1, type: "string", read: (value) => values.find((known) => known === value) ?? null };
}

/** An attribute that is a whole number in a range. */
export function integer(from: number, to: number): Attribute<number> {
  const isInRange = (value: unknown): value is number =>
    typeof value === "number" && Number.isInteger(value) && value >= from && value <= to;
  return { since: 1, type: "number", read: (value) => (isInRange(value) ? value : null) };
}

/** An attribute that is text for which the test holds. */
export function text(test: (value: string) => boolean): Attribute<string> {
  return {
    since: 1,
    type: "string",
    read: (value) => (typeof value === "string" && test(value) ? value : null),
  };
}

/** An attribute that is a line of text of at most `max` characters. */
export function line(max: number): Attribute<string> {
  return text((value) => value.length > 0 && value.length <= max && !/[\r\n]/.test(value));
}

/** An attribute that is set or not. */
export function flag(): Attribute<true> {
  return { since: 1, type: "boolean", read: (value) => (value === true ? true : null) };
}

/**
 * The same as ProseMirror asks for it. It checks types only: a number out of range, or a kind that a later version
 * brought, is shown as the plain case and stays as it is.
 */
export function attributeSpecs(
  attributes: Readonly<Record<string, Attribute>>,
  required: readonly string[] = [],
): Record<string, AttributeSpec> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, { type }]) => [
      name,
      required.includes(name) ? { validate: type } : { default: null, validate: `${type}|null` },
    ]),
  );
}
