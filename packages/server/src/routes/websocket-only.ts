import type { FastifyRequest } from "fastify";
import { fail } from "../errors.ts";
import { pathOf } from "../http-errors.ts";

/** Answers who comes to a WebSocket's address without asking for one. */
export function refusePlain(request: FastifyRequest): never {
  throw fail("QUIRE_ERR_WEBSOCKET_ONLY", { path: pathOf(request) });
}
