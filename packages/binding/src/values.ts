import type { AttributeSpec, Attrs } from "prosemirror-model";
import * as Y from "yjs";

type Specs = Readonly<Record<string, AttributeSpec>>;

/**
 * The attributes of a node or mark, from whatever is stored under their names. What the schema does not take is read as
 * its default, and stays as it is; undefined where there is no default either.
 */
export function readValues(specs: Specs = {}, stored: (name: string) => unknown): Attrs | undefined {
  const values: Record<string, unknown> = {};
  for (const [name, spec] of Object.entries(specs)) {
    const value = stored(name);
    if (value !== null && value !== undefined && isValid(value, spec)) values[name] = value;
    else if ("default" in spec) values[name] = spec.default;
    else return undefined;
  }
  return values;
}

/** Whether two values of an attribute are one: scalars, or the same JSON. */
export function isSameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  const names = Object.keys(a);
  return (
    Array.isArray(a) === Array.isArray(b) &&
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && isSameValue(Reflect.get(a, name), Reflect.get(b, name)))
  );
}

function isValid(value: unknown, { validate }: AttributeSpec): boolean {
  if (value instanceof Y.AbstractType) return false;
  if (validate === undefined) return true;
  if (typeof validate === "string") return validate.split("|").includes(typeof value);
  try {
    validate(value);
    return true;
  } catch {
    return false;
  }
}
