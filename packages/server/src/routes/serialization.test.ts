import Fastify from "fastify";
import { expect, it } from "vitest";
import { compileSerializer } from "./serialization.ts";

const shape = { type: "object", properties: { id: { type: "string" } }, required: ["id"] } as const;

it("writes what the shape of an answer names, and nothing that stands beside it", async () => {
  const app = Fastify();
  app.setSerializerCompiler(compileSerializer);
  app.get("/", { schema: { response: { 200: shape } } }, async () => ({ id: "a", secret: "b" }));
  app.get("/again", { schema: { response: { 200: shape } } }, async () => ({ id: "b", secret: "c" }));
  expect((await app.inject("/")).body).toBe('{"id":"a"}');
  expect((await app.inject("/again")).body).toBe('{"id":"b"}');
  await app.close();
});

it("refuses to write what lacks a field that its shape requires", () => {
  expect(() => compileSerializer({ schema: shape })({})).toThrow(/"id" is required/);
});
