import type { TSchema } from "typebox";
import { Compile } from "typebox/compile";
import type { TLocalizedValidationError } from "typebox/error";
import { Value } from "typebox/value";
import { fail } from "../errors.ts";

/** What Fastify hands to a validator compiler. */
interface RouteSchema {
  readonly schema: TSchema;
  readonly httpPart?: string;
}

/**
 * Checks against the protocol's own schemas: an unknown field or a wrong type is refused by its name, never dropped or
 * bent into shape as Fastify's default would. A query is text, so its numbers and booleans are read from text.
 */
export function compileValidator({ schema, httpPart }: RouteSchema) {
  const checker = Compile(schema);
  const place = httpPart === "querystring" ? "query" : (httpPart ?? "request");
  return (given: unknown): { value: unknown } | { error: Error } => {
    const value = place === "body" ? given : Value.Convert(schema, given);
    if (checker.Check(value)) return { value };
    return { error: fail("QUIRE_ERR_BAD_REQUEST", { problem: describe(place, checker.Errors(value)) }) };
  };
}

function describe(place: string, errors: readonly TLocalizedValidationError[]): string {
  const unknown = errors.find((error) => error.keyword === "additionalProperties");
  if (unknown?.keyword === "additionalProperties") {
    const names = unknown.params.additionalProperties
      .slice(0, 3)
      .map((name) => JSON.stringify(name.slice(0, 80)));
    return `${nameField(place, unknown.instancePath)} takes no field ${names.join(", ")}`;
  }
  const [first] = errors;
  if (first === undefined) return `the ${place} is not as /api/openapi.json describes it`;
  if (first.keyword === "enum") {
    return `${nameField(place, first.instancePath)} must be one of ${first.params.allowedValues.join(", ")}`;
  }
  return `${nameField(place, first.instancePath)} ${first.message}`;
}

function nameField(place: string, path: string): string {
  return path === "" ? `the ${place}` : `${place}${path.replaceAll("/", ".").slice(0, 80)}`;
}
