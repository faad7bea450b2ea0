import { readFileSync } from "node:fs";
import type { FastifyInstance, RouteOptions } from "fastify";

/** Remembers the routes that are added to this instance from now on. The function describes them in OpenAPI 3.1. */
export function describeRoutes(app: FastifyInstance): () => Promise<unknown> {
  const routes: RouteOptions[] = [];
  app.addHook("onRoute", (route) => {
    routes.push(route);
  });
  let described: Promise<unknown> | undefined;
  return () => {
    described ??= describe(routes);
    return described;
  };
}

/** What describes routes is loaded by the first who asks: most servers are never asked, and it is 2 MB of an idle one. */
async function describe(routes: readonly RouteOptions[]): Promise<unknown> {
  const [{ fastify }, { default: swagger }] = await Promise.all([
    import("fastify"),
    import("@fastify/swagger"),
  ]);
  const copy = fastify({ exposeHeadRoutes: false });
  await copy.register(swagger, { openapi: openapi() });
  copy.setValidatorCompiler(() => () => true);
  copy.setSerializerCompiler(() => () => "");
  for (const { method, url, schema } of routes) {
    if (method !== "HEAD") copy.route({ method, url, ...(schema && { schema }), handler: () => "" });
  }
  await copy.ready();
  const described = copy.swagger();
  await copy.close();
  return described;
}

function openapi() {
  const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
    version: string;
  };
  return {
    openapi: "3.1.0",
    info: {
      title: "Quire",
      version,
      description:
        "Documents that people write together. Every error is {code, message}; a write answers after its flush. " +
        "Text itself is edited over WebSocket at /sync/:id (y-websocket's protocol) or /hocuspocus (hocuspocus'), or where no WebSocket gets through, over /api/lines; /api/events streams the library's changes.",
    },
  };
}
