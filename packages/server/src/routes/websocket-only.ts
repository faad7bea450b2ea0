import type { FastifyRequest } from "fastify";
import { fail } from "../errors.ts";

/** Answers who comes to a WebSocket's address without asking for one. */
export function refusePlain({ url }: FastifyRequest): never {
  throw fail("QUIRE_ERR_WEBSOCKET_ONLY", { path: url });
}
