/**
 * A JSON Schema that knows the type of what it describes: one source for validation, types and documentation. The few
 * words of it that the API needs are made here, since the libraries that know all of them are 13 MB of an idle server.
 */
export interface Shape<Value = unknown> {
  readonly type?: string;
  readonly anyOf?: readonly Shape[];
  readonly items?: Shape;
  readonly enum?: readonly string[];
  /** Only for the compiler. */
  readonly [described]?: Value;
}

declare const described: unique symbol;

/** The type of what a shape describes. */
export type ShapeOf<S extends Shape> = S extends Shape<infer Value> ? Value : never;

type Fields = Readonly<Record<string, Shape>>;

/** An object with these fields and no others. */
export interface ObjectShape<Needed extends Fields = Fields, Optional extends Fields = Fields>
  extends Shape<Described<Needed, Optional>> {
  readonly type: "object";
  readonly required: readonly string[];
  readonly properties: Readonly<Record<string, Shape>>;
  readonly additionalProperties: false;
}

type Described<Needed extends Fields, Optional extends Fields> = Flat<
  { [Name in keyof Needed]: ShapeOf<Needed[Name]> } & { [Name in keyof Optional]?: ShapeOf<Optional[Name]> }
>;

/** As one object, which is how an editor shows it. */
type Flat<Value> = { [Name in keyof Value]: Value[Name] };

type NoFields = Readonly<Record<never, Shape>>;

/** An object that has the needed fields, may have the optional ones, and no others. */
export function objectShape<Needed extends Fields, Optional extends Fields = NoFields>(
  needed: Needed,
  optional?: Optional,
): ObjectShape<Needed, Optional> {
  return {
    type: "object",
    required: Object.keys(needed),
    properties: { ...needed, ...optional },
    additionalProperties: false,
  };
}

interface TextLimits {
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
}

/** A text. Its lengths are in characters, of which an emoji is one. */
export function textShape(limits: TextLimits = {}): Shape<string> {
  return { type: "string", ...limits };
}

interface NumberLimits {
  readonly minimum?: number;
  readonly maximum?: number;
}

/** A whole number. */
export function integerShape(limits: NumberLimits = {}): Shape<number> {
  return { type: "integer", ...limits };
}

/** True or false. */
export const booleanShape: Shape<boolean> = { type: "boolean" };

/** Nothing. */
export const nullShape: Shape<null> = { type: "null" };

/** What the shape says, or null. */
export function nullableShape<Value>(shape: Shape<Value>): Shape<Value | null> {
  return { anyOf: [shape, nullShape] };
}

/** As many as there are, each of the shape. */
export function listShape<Value>(items: Shape<Value>): Shape<Value[]> {
  return { type: "array", items };
}

/** One of these words. */
export function wordShape<const Word extends string>(words: readonly Word[]): Shape<Word> {
  return { enum: words };
}
