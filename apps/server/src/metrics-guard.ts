import { hash, timingSafeEqual } from "node:crypto";
import { fail, isLoopbackName } from "@quire/server";
import type { FastifyInstance, FastifyRequest } from "fastify";

/**
 * Numbers are for who runs the server: for whoever says the token where one is set, else for this machine itself. Everybody
 * else is answered as if there were none.
 */
export function guardMetrics(app: FastifyInstance, token: string | undefined): void {
  const key = token === undefined ? undefined : digest(`Bearer ${token}`);
  app.addHook("onRequest", (request, _reply, done) => {
    if (request.routeOptions.url === "/metrics" && !mayRead(request, key))
      throw fail("QUIRE_ERR_NOT_FOUND", { method: request.method, path: "/metrics" });
    done();
  });
}

function mayRead({ headers, socket }: FastifyRequest, key: Buffer | undefined): boolean {
  if (key !== undefined) return timingSafeEqual(digest(headers.authorization ?? ""), key);
  // What a proxy on this machine passes on comes from elsewhere.
  const isPassedOn = ["forwarded", "x-forwarded-for", "x-real-ip", "via"].some((name) => name in headers);
  return !isPassedOn && isOwnAddress(socket.remoteAddress ?? "");
}

function isOwnAddress(address: string): boolean {
  const name = address.replace(/^::ffff:/, "");
  return isLoopbackName(name.includes(":") ? `[${name}]` : name);
}

function digest(text: string): Buffer {
  return hash("sha256", text, "buffer");
}
