import { expect, expectTypeOf, it } from "vitest";
import {
  booleanShape,
  integerShape,
  listShape,
  nullableShape,
  objectShape,
  type ShapeOf,
  textShape,
  wordShape,
} from "./shape.ts";

const Note = objectShape(
  { text: textShape({ maxLength: 9 }), tags: listShape(wordShape(["new", "old"])) },
  { by: nullableShape(textShape()), isDone: booleanShape, pages: integerShape({ minimum: 1 }) },
);

it("describes an object as JSON Schema does, with no field besides", () => {
  expect(Note).toEqual({
    type: "object",
    required: ["text", "tags"],
    properties: {
      text: { type: "string", maxLength: 9 },
      tags: { type: "array", items: { enum: ["new", "old"] } },
      by: { anyOf: [{ type: "string" }, { type: "null" }] },
      isDone: { type: "boolean" },
      pages: { type: "integer", minimum: 1 },
    },
    additionalProperties: false,
  });
});

it("says to the compiler what it says to a program", () => {
  expectTypeOf<ShapeOf<typeof Note>>().toEqualTypeOf<{
    text: string;
    tags: ("new" | "old")[];
    by?: string | null;
    isDone?: boolean;
    pages?: number;
  }>();
});
