import Fastify from "fastify";
import { expect, it } from "vitest";
import { startWhole } from "./whole-server.ts";

// The server makes of a shape what writes answers when the first goes out in it: what is wrong with it would show only then.
it("every shape that a route answers in can be written by", async () => {
  const { routes, remove } = await startWhole();
  await remove();
  const answering = routes.filter(({ method, answers }) => method !== "HEAD" && answers !== undefined);
  expect(answering.length).toBeGreaterThan(80);
  // Fastify's own way makes all of them at once.
  const copy = Fastify({ exposeHeadRoutes: false });
  copy.setValidatorCompiler(() => () => true);
  for (const { method, path, answers } of answering)
    copy.route({ method, url: path, schema: { response: answers }, handler: () => undefined });
  await expect(copy.ready()).resolves.toBeDefined();
  await copy.close();
});
