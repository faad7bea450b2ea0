import type { IncomingHttpHeaders, Server } from "node:http";
import websocket from "@fastify/websocket";
import { maxImportBytes } from "@quire/protocol";
import type { FastifyInstance } from "fastify";
import { Arrivals } from "./arrivals.ts";
import { fail } from "./errors.ts";
import { answerError, pathOf, toQuireError } from "./http-errors.ts";
import { checkHost, checkOrigin, type FetchMetadata } from "./origin.ts";
import { PacedUpgrades } from "./paced-upgrades.ts";
import { contentRoutes } from "./routes/content.ts";
import type { RouteContext } from "./routes/context.ts";
import { documentRoutes } from "./routes/documents.ts";
import { eventRoutes } from "./routes/events.ts";
import { fileRoutes } from "./routes/files.ts";
import { fileContentRoutes } from "./routes/files-content.ts";
import { healthRoutes } from "./routes/health.ts";
import { lineRoutes } from "./routes/lines.ts";
import { meRoutes } from "./routes/me.ts";
import { metricsRoutes } from "./routes/metrics.ts";
import { describeRoutes } from "./routes/openapi.ts";
import { compileSerializer } from "./routes/serialization.ts";
import { trashRoutes } from "./routes/trash.ts";
import { compileValidator } from "./routes/validation.ts";
import { endRefusedUpgrades, trackSockets } from "./sockets.ts";
import { chooseProtocol } from "./tokens/bearer.ts";

/** A frame above this ends its socket with 1009 before it is buffered whole; `maxMessageBytes` below it gives 4413. */
const maxPayload = 16 * 1024 * 1024;

/** How long clients have to hang up when the server stops. */
const goodbyeMs = 1_000;

/** Puts Quire's routes on an encapsulated instance: health, the API, and whatever sockets the caller adds behind the same guard. */
export async function mount(
  app: FastifyInstance,
  context: RouteContext,
  addSockets: (app: FastifyInstance) => void,
): Promise<void> {
  const openapi = describeRoutes(app);
  app.setValidatorCompiler(compileValidator);
  app.setSerializerCompiler(compileSerializer);
  app.setErrorHandler((error, request, reply) =>
    answerError(toQuireError(error, request, maxImportBytes), request, reply),
  );
  endRefusedUpgrades(app);
  healthRoutes(app, context);
  metricsRoutes(app, context);
  await app.register(async (guarded) => {
    guard(guarded, context);
    await guarded.register(async (api) => apiRoutes(api, context, openapi), { prefix: "/api" });
    await guarded.register((scope) => socketRoutes(scope, context, addSockets));
  });
}

/** Turns away who comes by a foreign name or from a foreign page, sockets before their upgrade. */
function guard(app: FastifyInstance, { options }: RouteContext): void {
  app.addHook("onRequest", (request, _, done) => {
    const { method, headers, socket } = request;
    checkHost(headers.host, options.url);
    const hasCookie = headers.cookie !== undefined;
    try {
      checkOrigin(
        {
          origin: headers.origin,
          hasCookie,
          isRead: (method === "GET" || method === "HEAD") && headers.upgrade === undefined,
          fetch: fetchOf(headers),
          port: socket.localPort,
        },
        options,
      );
    } catch (refused) {
      if (hasCookie) options.onForeignOrigin?.(request);
      throw refused;
    }
    done();
  });
}

/** What is there twice is nothing that a browser said. */
function fetchOf(headers: IncomingHttpHeaders): FetchMetadata {
  const said = (name: string): string | undefined => headers[`sec-fetch-${name}`]?.toString();
  return { site: said("site"), mode: said("mode"), dest: said("dest") };
}

/** The routes that speak WebSocket, in a scope of their own: @fastify/websocket would upgrade every route beside them, to say nothing. */
async function socketRoutes(
  app: FastifyInstance,
  context: RouteContext,
  addSockets: (app: FastifyInstance) => void,
): Promise<void> {
  if (!app.hasDecorator("websocketServer")) {
    const upgrades = new PacedUpgrades(app.server, new Arrivals());
    await app.register(websocket, {
      // It listens for upgrades and nothing else.
      options: {
        maxPayload,
        perMessageDeflate: false,
        server: upgrades as unknown as Server,
        handleProtocols: chooseProtocol,
      },
      // Ours are closed with a code, below; the library's own way says none.
      preClose: (done) => done(),
    });
  }
  const sockets = trackSockets(app.websocketServer, app.server);
  app.addHook("onRequest", (request, reply, done) => {
    sockets.claim(request, reply);
    done();
  });
  app.addHook("preClose", () => sockets.closeAll(goodbyeMs));
  addSockets(app);
  await app.register(async (api) => eventRoutes(api, context), { prefix: "/api" });
}

function apiRoutes(api: FastifyInstance, context: RouteContext, openapi: () => Promise<unknown>): void {
  // JSON and nothing else: a form of another site can send text/plain without asking, JSON it cannot.
  const parseJson = api.getDefaultJsonParser("error", "error");
  api.removeAllContentTypeParsers();
  api.addContentTypeParser("application/json", { parseAs: "string", bodyLimit: maxImportBytes }, parseJson);
  api.addHook("onRequest", async (_, reply) => {
    reply.header("cache-control", "no-store").header("x-content-type-options", "nosniff");
  });
  api.setNotFoundHandler((request) => {
    throw fail("QUIRE_ERR_NOT_FOUND", { method: request.method, path: pathOf(request) });
  });
  documentRoutes(api, context);
  trashRoutes(api, context);
  contentRoutes(api, context);
  fileRoutes(api, context);
  fileContentRoutes(api, context);
  meRoutes(api, context);
  lineRoutes(api, context);
  context.options.routes?.(api);
  api.get("/openapi.json", { schema: { hide: true } }, openapi);
}
