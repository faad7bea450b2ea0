import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { People } from "@quire/people";
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from "fastify";
import { createApp } from "../src/app.ts";
import { type Config, readConfig } from "../src/config.ts";

/** The address of a test's server, and the Origin of its pages. */
export const origin = "https://docs.example.org";
const host = "docs.example.org";

/** The names of the cookies that it knows people by. */
export const sessionCookie = "__Host-quire-session";
export const visitCookie = "__Host-quire-visit";
export const memberVisitCookie = "__Host-quire-member-visit";

/** A route as it was registered. */
export interface Route {
  readonly method: string;
  /** With its parameters, as `/api/people/:id`. */
  readonly path: string;
  /** The shape of its body, where it has one. */
  readonly body: unknown;
  /** The shapes of its answers by their status, where it has some. */
  readonly answers: unknown;
  /** Whether an upgrade is answered there. */
  readonly isSocket: boolean;
}

/** All that `quire serve` answers, where people sign in. */
export interface WholeServer {
  readonly app: FastifyInstance;
  readonly people: People;
  readonly dataDir: string;
  /** Every route there is, by whomever it was registered. */
  readonly routes: readonly Route[];
  /** Answers as to a request that came from elsewhere; JSON where the payload is an object. */
  ask(request: InjectOptions): Promise<LightMyRequestResponse>;
  /** Listens, for sockets; answers with the port of the loopback. */
  listen(): Promise<number>;
  remove(): Promise<void>;
}

/** Starts one with data and pages of its own. Requests are injected until it listens. */
export async function startWhole(
  more: Partial<Config> = {},
  pages: Readonly<Record<string, string>> = { "index.html": "<!doctype html><title>Quire</title>" },
): Promise<WholeServer> {
  const folder = mkdtempSync(join(tmpdir(), "quire-whole-"));
  for (const [name, text] of Object.entries(pages)) {
    mkdirSync(join(folder, "pages", name, ".."), { recursive: true });
    writeFileSync(join(folder, "pages", name), text);
  }
  const settings = { QUIRE_ACCESS: "accounts", QUIRE_URL: origin, QUIRE_DATA: join(folder, "data") };
  const { app, routes } = await createWatched({ ...readConfig(settings), ...more }, join(folder, "pages"));
  app.log.level = "silent";
  const { people } = app;
  if (people === undefined) throw new Error("nobody signs in here");
  return {
    app,
    people,
    dataDir: join(folder, "data"),
    routes,
    ask({ headers, ...request }) {
      return app.inject({ remoteAddress: "192.0.2.1", ...request, headers: { host, ...headers } });
    },
    async listen() {
      await app.listen({ host: "127.0.0.1", port: 0 });
      return (app.server.address() as AddressInfo).port;
    },
    async remove() {
      await app.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** Makes the server, and hears of each route that is registered in it. */
export async function createWatched(
  config: Config,
  pages: string,
): Promise<{ readonly app: FastifyInstance; readonly routes: readonly Route[] }> {
  const routes: Route[] = [];
  const channel = "fastify.initialization";
  const watch = (message: unknown): void => {
    const { fastify } = message as { fastify: FastifyInstance };
    fastify.addHook("onRoute", (options) => {
      const { method, url, schema } = options;
      const { body, response: answers } = schema ?? {};
      // What @fastify/websocket takes for a socket, which Fastify's own types know nothing of.
      const { wsHandler, websocket } = options as { wsHandler?: unknown; websocket?: unknown };
      const isSocket = wsHandler !== undefined || websocket === true;
      for (const each of [method].flat()) routes.push({ method: each, path: url, body, answers, isSocket });
    });
  };
  subscribe(channel, watch);
  try {
    return { app: await createApp(config, pages), routes };
  } finally {
    unsubscribe(channel, watch);
  }
}
