import { objectShape, textShape } from "@quire/protocol";
import type { FastifyInstance } from "fastify";
import { fail } from "../errors.ts";
import { errorResponses, type RouteContext } from "./context.ts";

const tags = ["health"];
const Status = objectShape({ status: textShape() });

/** For whoever watches the process: is it alive, does it take writes? Answered under any Host, since probes use addresses. */
export function healthRoutes(app: FastifyInstance, { library }: RouteContext): void {
  const schema = { tags, response: { 200: Status, ...errorResponses } };

  app.get("/healthz", { schema: { summary: "The process is alive", ...schema } }, async (_, reply) => {
    reply.header("cache-control", "no-store");
    return { status: "alive" };
  });

  app.get("/readyz", { schema: { summary: "The store takes writes", ...schema } }, async (_, reply) => {
    if (!library.isReady) throw fail("QUIRE_ERR_STORE_FAILED", {});
    reply.header("cache-control", "no-store");
    return { status: "ready" };
  });
}
