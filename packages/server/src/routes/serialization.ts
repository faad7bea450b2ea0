import type { Shape } from "@quire/protocol";
import fastJsonStringify, { type AnySchema } from "fast-json-stringify";

/** What Fastify hands to a serializer compiler. */
interface AnswerSchema {
  readonly schema: Shape;
}

type Write = (answer: unknown) => string;

/** Many routes answer in one shape. */
const writers = new WeakMap<Shape, Write>();

/**
 * Writes answers as Fastify's default does, by what their shapes name and nothing beside it. A shape is compiled when the
 * first answer goes out in it: all of them are a quarter of a start.
 */
export function compileSerializer({ schema }: AnswerSchema): Write {
  return (answer) => {
    let write = writers.get(schema);
    if (write === undefined) {
      write = fastJsonStringify(schema as AnySchema);
      writers.set(schema, write);
    }
    return write(answer);
  };
}
