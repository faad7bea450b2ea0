import type { Shape, ShapeOf } from "@quire/protocol";
import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import type { FastifyTypeProvider } from "fastify";
import { fail } from "../errors.ts";

/** Tells Fastify's types what the shapes of a route say. */
export interface Shapes extends FastifyTypeProvider {
  readonly validator: this["schema"] extends Shape ? ShapeOf<this["schema"]> : unknown;
  readonly serializer: this["schema"] extends Shape ? ShapeOf<this["schema"]> : unknown;
}

/** What Fastify hands to a validator compiler. */
interface RouteSchema {
  readonly schema: Shape & { readonly properties?: Readonly<Record<string, Shape>> };
  readonly httpPart?: string;
}

type Validate = (given: unknown) => { value: unknown } | { error: Error };

/** One for all: what it compiled of a shape it keeps for whoever asks with the same one. */
const ajv = new Ajv();

/**
 * Checks against the protocol's own shapes: an unknown field or a wrong type is refused by its name, never dropped or
 * bent into shape as Fastify's default would. A query is text, so its numbers and booleans are read from text.
 * A shape is compiled when the first request comes that it is to check: all of them are a quarter of a start.
 */
export function compileValidator({ schema, httpPart }: RouteSchema): Validate {
  let check: ValidateFunction | undefined;
  const place = httpPart === "querystring" ? "query" : (httpPart ?? "request");
  return (given) => {
    check ??= ajv.compile(schema);
    const value = place === "query" ? readQuery(schema.properties ?? {}, given) : given;
    if (check(value)) return { value };
    return { error: fail("QUIRE_ERR_BAD_REQUEST", { problem: describe(place, check.errors?.[0]) }) };
  };
}

/** The fields of a query by what their shapes say; what cannot be read as that stays text, for the check to refuse. */
function readQuery(shapes: Readonly<Record<string, Shape>>, given: unknown): unknown {
  const read = Object.entries(given ?? {}).map(([name, text]: [string, unknown]) => [
    name,
    typeof text === "string" ? readText(shapes[name]?.type, text) : text,
  ]);
  return Object.fromEntries(read);
}

function readText(type: string | undefined, text: string): unknown {
  if (type === "integer") return /^-?\d{1,15}$/.test(text) ? Number(text) : text;
  if (type === "boolean") return switches.get(text) ?? text;
  return text;
}

const switches: ReadonlyMap<string, boolean> = new Map([
  ["true", true],
  ["1", true],
  ["false", false],
  ["0", false],
]);

function describe(place: string, error: ErrorObject | undefined): string {
  if (error === undefined) return `the ${place} is not as /api/openapi.json describes it`;
  const field = nameField(place, error.instancePath);
  const { additionalProperty, allowedValues }: Record<string, unknown> = error.params;
  if (typeof additionalProperty === "string") {
    return `${field} takes no field ${JSON.stringify(additionalProperty.slice(0, 80))}`;
  }
  if (Array.isArray(allowedValues)) return `${field} must be one of ${allowedValues.join(", ")}`;
  return `${field} ${error.message?.replace("NOT", "not")}`;
}

function nameField(place: string, path: string): string {
  return path === "" ? `the ${place}` : `${place}${path.replaceAll("/", ".").slice(0, 80)}`;
}
