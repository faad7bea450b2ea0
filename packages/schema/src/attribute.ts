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
  /** Spellings of null that are read but never written. */
  readonly spellingsOfNull: readonly string[];
  /** What a stored value means. Null for the plain case, and for what is no value of this attribute. */
  read(value: unknown): Value | null;
}

/** An attribute whose values are those that `accepts` knows. */
export function attribute<Value extends Scalar>(
  accepts: (value: unknown) => value is Value,
  { since = 1, spellingsOfNull = [] }: { since?: number; spellingsOfNull?: readonly string[] } = {},
): Attribute<Value> {
  return { since, spellingsOfNull, read: (value) => (accepts(value) ? value : null) };
}

/** An attribute that is one of the values named. */
export function choice<const Value extends string>(
  values: readonly Value[],
  spellingsOfNull: readonly string[] = [],
): Attribute<Value> {
  return attribute((value): value is Value => values.some((known) => known === value), { spellingsOfNull });
}

/** An attribute that is a whole number in a range. */
export function integer(from: number, to: number): Attribute<number> {
  return attribute(
    (value): value is number =>
      typeof value === "number" && Number.isInteger(value) && value >= from && value <= to,
  );
}

/** An attribute that is a line of text of at most `max` characters. */
export function line(max: number): Attribute<string> {
  return attribute(
    (value): value is string =>
      typeof value === "string" && value.length > 0 && value.length <= max && !/[\r\n]/.test(value),
  );
}

/** An attribute that is set or not. */
export function flag(): Attribute<true> {
  return attribute((value): value is true => value === true);
}

/** The same as ProseMirror asks for it, checked wherever ProseMirror checks attributes. */
export function attributeSpecs(
  attributes: Readonly<Record<string, Attribute>>,
  required: readonly string[] = [],
): Record<string, AttributeSpec> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, attribute]) => {
      const isRequired = required.includes(name);
      const validate = (value: unknown) => assertValue(name, attribute, value, isRequired);
      return [name, isRequired ? { validate } : { default: null, validate }];
    }),
  );
}

function assertValue(name: string, attribute: Attribute, value: unknown, isRequired: boolean): void {
  if (attribute.read(value) !== null || (value === null && !isRequired)) return;
  if (typeof value === "string" && attribute.spellingsOfNull.includes(value)) return;
  throw new RangeError(`${name} cannot be ${describe(value)}`);
}

function describe(value: unknown): string {
  return typeof value === "string" ? JSON.stringify(value.slice(0, 40)) : typeof value;
}
