import cookie from "@fastify/cookie";
import type { People } from "@quire/people";
import {
  type Authorize,
  answerError,
  checkHost,
  endRefusedUpgrades,
  fail,
  type Quire,
  type QuireError,
  quire,
  toQuireError,
} from "@quire/server";
import type { TokenSettings } from "@quire/server/tokens";
import Fastify, {
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from "fastify";
import type { Config } from "./config.ts";
import { createGuests } from "./guests.ts";
import { guardMetrics } from "./metrics-guard.ts";
import { addBuild, builtPages, pageRoutes, sendPlainPage } from "./pages.ts";
import { readProviders } from "./providers.ts";
import { publicPageRoutes } from "./public-page/public-page-routes.ts";
import { findStylesheet } from "./public-page/stylesheet.ts";
import { addSecurityHeaders, createSecurityHeaders } from "./security.ts";
import { bodyTimeoutMs, endSlowBodies, uploadTimeoutMs } from "./slow-bodies.ts";

/** Bytes of a body outside of the API, where nothing takes one. */
const bodyLimit = 16 * 1024;

/** A browser sends about twenty headers, and proxies add some. */
const maxHeaders = 100;

/** The self-hosted server: Quire's plugin, its pages, and guests for people. Not listening yet. */
export async function createApp(config: Config, pages: string = builtPages): Promise<FastifyInstance> {
  const isSecure = config.url?.startsWith("https:") ?? false;
  const secure = createSecurityHeaders(isSecure);
  const app = Fastify({
    logger: { level: "info" },
    // A line for each request would be a record of who reads what; the proxy keeps one where it is wanted.
    logController: new LogController({ disableRequestLogging: true }),
    // A socket that is open for hours has no use for a logger of its own.
    childLoggerFactory: (logger, bindings, options, request) =>
      request.headers.upgrade === undefined ? logger.child(bindings, options) : logger,
    trustProxy: config.trustProxy.length > 0 ? [...config.trustProxy] : false,
    bodyLimit,
    // A file may take longer than other bodies, which have a deadline of their own.
    requestTimeout: uploadTimeoutMs(config.fileBytes),
    // Node looks for slow senders every 30 s by itself, which would make ten of these forty.
    http: { headersTimeout: 10_000, connectionsCheckingInterval: 2_000 },
    // A long name is a bad request, said by the route; the router's own answer would be another.
    routerOptions: { maxParamLength: 16 * 1024 },
    frameworkErrors: (error, request, reply) => {
      // No hook hears of what the router itself refuses.
      secure(request, reply);
      answerError(toQuireError(error, request, bodyLimit), request, reply);
    },
  });
  try {
    addSecurityHeaders(app, secure);
    await addRoutes(app, config, { isSecure, pages });
    await app.ready();
  } catch (error) {
    await app.close();
    throw error;
  }
  return app;
}

async function addRoutes(
  app: FastifyInstance,
  config: Config,
  { isSecure, pages }: { isSecure: boolean; pages: string },
): Promise<void> {
  const people = config.access === "accounts" ? await openPeople(app, config) : undefined;
  const guests = createGuests(isSecure);
  addBuild(app, pages);
  await app.register(cookie);
  addLimits(app);
  endSlowBodies(app, bodyTimeoutMs);
  addAnswers(app, findStylesheet(pages));
  if (people !== undefined || config.metricsToken !== undefined) guardMetrics(app, config.metricsToken);
  if (people === undefined)
    app.addHook("preHandler", (request, reply, done) => {
      if (request.method === "GET" && request.routeOptions.url === "/api/me") guests.greet(request, reply);
      done();
    });
  let documents: Quire | undefined;
  await app.register(quire, {
    dataDir: config.dataDir,
    ...(people ?? { authorize: guests.authorize, rename: guests.rename }),
    onOpen: (opened) => {
      documents = opened;
      people?.onOpen(opened);
    },
    origins: config.origins,
    openRooms: config.openRooms,
    fileBytes: config.fileBytes,
    documentFileBytes: config.documentFileBytes,
    fetchImages: config.fetchImages,
    limits: config.limits,
    quotas: config.quotas,
    ...(config.url === undefined ? {} : { url: config.url }),
  });
  await app.register(async (scope) => {
    const url = config.url === undefined ? undefined : new URL(config.url);
    scope.addHook("onRequest", async (request) => checkHost(request.headers.host, url));
    await pageRoutes(scope, pages, people === undefined ? guests.greet : () => undefined);
    const accounts = app.people;
    if (accounts === undefined || documents === undefined) return;
    publicPageRoutes(scope, {
      findLink: (token) => accounts.publicLink(token),
      countMiss: (address) => accounts.countMissedLink(address),
      documents,
      url: config.url,
      stylesheet: findStylesheet(pages),
    });
  });
}

/** What the plugin is told where people sign in. */
async function openPeople(app: FastifyInstance, config: Config) {
  const { dataDir, url, auditDays, changesPerHour, oidcFile, mail, tokens } = config;
  // Where nobody signs in, none of it is loaded.
  const { People, peopleRoutes } = await import("@quire/people");
  const providers = await readProviders(oidcFile);
  const given = { dataDir, url, auditDays, changesPerHour, providers };
  const people = new People({ ...given, ...(mail !== undefined && { mail }) });
  app.addHook("onClose", () => people.close());
  app.decorate("people", people);
  const { nameOf, rename, onAction, beforeMove, onForeignOrigin } = people;
  const authorize = tokens === undefined ? people.authorize : await withTokens(tokens, people);
  const routes = (api: FastifyInstance): void => peopleRoutes(api, people);
  const onOpen = (documents: Quire): void => {
    people.documents = documents;
  };
  return { authorize, nameOf, rename, onAction, beforeMove, onForeignOrigin, routes, onOpen };
}

/** People who sign in, and beside them whoever an application gave a token. */
async function withTokens(tokens: TokenSettings, people: People): Promise<Authorize> {
  const { createTokenAuthorize } = await import("@quire/server/tokens");
  return createTokenAuthorize({ ...tokens, otherwise: people.authorize });
}

declare module "fastify" {
  interface FastifyInstance {
    /** There where people sign in. */
    readonly people?: People;
  }
}

function addLimits(app: FastifyInstance): void {
  // Node would drop the headers above its limit without a word, an Origin among them. All are read (16 KiB at most), then counted.
  app.server.maxHeadersCount = 0;
  app.addHook("onRequest", (request, _, done) => {
    const count = request.raw.rawHeaders.length / 2;
    if (count > maxHeaders) throw fail("QUIRE_ERR_TOO_MANY_HEADERS", { limit: maxHeaders, count });
    done();
  });
  endRefusedUpgrades(app);
}

function addAnswers(app: FastifyInstance, stylesheet: string | undefined): void {
  /** A sentence on a page for a person who followed a link, JSON for a program. */
  function answer(error: QuireError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const isPerson = request.headers.accept?.includes("text/html") ?? false;
    if (!isPerson || error.statusCode >= 500) return answerError(error, request, reply);
    const { message: sentence } = error;
    return sendPlainPage(reply, error.statusCode, { title: "There is no page here", sentence, stylesheet });
  }
  app.setErrorHandler((error, request, reply) =>
    answer(toQuireError(error, request, bodyLimit), request, reply),
  );
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split("?", 1)[0] ?? "/";
    return answer(fail("QUIRE_ERR_NOT_FOUND", { method: request.method, path }), request, reply);
  });
}
