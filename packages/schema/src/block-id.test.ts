import { expect, test } from "vitest";
import { newBlockId } from "./block-id.ts";

test("a block id is ten characters that stand in an address and in an attribute", () => {
  expect(newBlockId((bytes) => bytes.map((_, index) => index * 25))).toBe(expectedId());
  expect(newBlockId()).toMatch(/^[\w-]{10}$/);
});

test("two block ids differ", () => {
  expect(newBlockId()).not.toBe(newBlockId());
});

function expectedId(): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  return Array.from({ length: 10 }, (_, index) => alphabet[(index * 25) % 64]).join("");
}
