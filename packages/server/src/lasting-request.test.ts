import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { connect } from "node:net";
import Fastify, { type FastifyRequest } from "fastify";
import { expect, it } from "vitest";
import { lastingRequest } from "./lasting-request.ts";

it("threat A4 a request that is kept holds no body, and knows its address when its socket has gone", async () => {
  const app = Fastify();
  const came = Promise.withResolvers<[FastifyRequest, FastifyRequest]>();
  app.post("/", (request) => {
    came.resolve([request, lastingRequest(request)]);
    return new Promise(() => undefined);
  });
  await app.listen({ host: "127.0.0.1", port: 0 });
  const client = connect((app.server.address() as AddressInfo).port, "127.0.0.1");
  client.write(
    'POST / HTTP/1.1\r\nhost: a\r\nx-said: yes\r\ncontent-type: application/json\r\ncontent-length: 7\r\n\r\n{"a":1}',
  );
  const [request, lasting] = await came.promise;
  expect(request.body).toEqual({ a: 1 });
  const gone = once(request.raw.socket, "close");
  client.destroy();
  await gone;
  expect(lasting.ip).toBe("127.0.0.1");
  expect(lasting.body).toBeUndefined();
  expect(lasting.headers["x-said"]).toBe("yes");
  expect(request.body).toEqual({ a: 1 });
  await app.close();
});
