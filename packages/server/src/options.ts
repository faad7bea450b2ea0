import { inspect } from "node:util";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { type Authorize, authorizeAnybody, type NameOf, type Rename } from "./access.ts";
import type { BeforeMove, OnAction } from "./action.ts";
import { fail } from "./errors.ts";
import { checkLimits, type Limits } from "./limits.ts";
import type { Quire } from "./quire.ts";
import { checkQuotas, type Quotas } from "./quotas.ts";

/** What a host tells the plugin. */
export interface QuireOptions {
  /** The directory that holds everything; made where it is missing. One process at a time. */
  readonly dataDir: string;
  /** Who is asking, and what may they do? Required, except with open rooms. */
  readonly authorize?: Authorize;
  /** Told once the documents are open, before anything is answered: what the host may ask of the plugin. */
  readonly onOpen?: (quire: Quire) => void;
  /** Told what people do with documents as a whole, for a log of who did what. */
  readonly onAction?: OnAction;
  /** Asked before a document is moved; where it rejects, nothing is. */
  readonly beforeMove?: BeforeMove;
  /**
   * Told of a request with cookies that was refused because another site's page, or no page at all, sent it: for a log of what is tried
   * with somebody's cookie. What it does has no say in the refusal.
   */
  readonly onForeignOrigin?: (request: FastifyRequest) => void;
  /** Adds routes of the host's own below `/api`, behind the same guard, checked and described like the plugin's. */
  readonly routes?: (api: FastifyInstance) => void;
  /** What people are called who deleted something, for the trash. Without it, they go by the name that they had then. */
  readonly nameOf?: NameOf;
  /** Keeps a person's new name. Without it, names are fixed and `PATCH /api/me` is refused. */
  readonly rename?: Rename;
  /** The address that people use, as `https://docs.example.org`. Without it, only loopback addresses are answered. */
  readonly url?: string;
  /** Further Origins whose pages may connect. `*`, every one, only with open rooms. */
  readonly origins?: readonly string[];
  /** Any name is a room, made by connecting and not listed: a drop-in y-websocket server. */
  readonly openRooms?: boolean;
  /** How long a socket may be sent nothing before it gets an empty awareness update. */
  readonly keepaliveMs?: number;
  /** How often a socket is pinged. */
  readonly pingMs?: number;
  /** How long without a pong ends a socket. */
  readonly pongTimeoutMs?: number;
  /** How long a reader for whom much waits may read nothing before it is told to come back, and how often one looks whether a file comes too slowly. */
  readonly stallMs?: number;
  /** What one may take up; `false` where everybody is trusted. Always off with open rooms. */
  readonly limits?: Partial<Limits> | false;
  /** What people may have here, and how fast they may make documents; nothing is bounded by itself. */
  readonly quotas?: Quotas;
  /** How many documents one socket of `/hocuspocus` may have open. */
  readonly documentsPerSocket?: number;
  /** Bytes that a file may have which somebody puts into a document. */
  readonly fileBytes?: number;
  /** Bytes that all files of a document may have. */
  readonly documentFileBytes?: number;
  /** Whether the server gets pasted images from where they are, so that no document depends on another site. */
  readonly fetchImages?: boolean;
  /** How long an empty room stays open for whoever comes back. */
  readonly roomGraceMs?: number;
  /** How long writes gather before they are committed together. */
  readonly commitWindowMs?: number;
}

/** The options as the rest of the plugin reads them: whole, checked, frozen. */
export interface CheckedOptions {
  readonly dataDir: string;
  readonly authorize: Authorize;
  readonly onOpen: ((quire: Quire) => void) | undefined;
  readonly onAction: OnAction | undefined;
  readonly beforeMove: BeforeMove | undefined;
  readonly onForeignOrigin: ((request: FastifyRequest) => void) | undefined;
  readonly routes: ((api: FastifyInstance) => void) | undefined;
  readonly nameOf: NameOf | undefined;
  readonly rename: Rename | undefined;
  readonly url: URL | undefined;
  readonly origins: readonly string[];
  readonly openRooms: boolean;
  readonly keepaliveMs: number;
  readonly pingMs: number;
  readonly pongTimeoutMs: number;
  readonly stallMs: number;
  readonly limits: Limits | undefined;
  readonly quotas: Quotas;
  readonly documentsPerSocket: number;
  readonly fileBytes: number;
  readonly documentFileBytes: number;
  readonly fetchImages: boolean;
  readonly roomGraceMs: number;
  readonly commitWindowMs: number;
}

const defaults = {
  authorize: undefined,
  onOpen: undefined,
  onAction: undefined,
  beforeMove: undefined,
  onForeignOrigin: undefined,
  routes: undefined,
  nameOf: undefined,
  rename: undefined,
  url: undefined,
  origins: [],
  openRooms: false,
  keepaliveMs: 20_000,
  pingMs: 10_000,
  pongTimeoutMs: 25_000,
  stallMs: 30_000,
  limits: {},
  quotas: {},
  documentsPerSocket: 100,
  fileBytes: 25 * 1024 * 1024,
  documentFileBytes: 1024 * 1024 * 1024,
  fetchImages: true,
  roomGraceMs: 30_000,
  commitWindowMs: 5,
} as const satisfies Omit<Record<keyof QuireOptions, unknown>, "dataDir">;

/** What Fastify's own `register` takes beside ours. */
const fastifyOptions = ["prefix", "logLevel", "logSerializers"];

const timings = [
  "keepaliveMs",
  "pingMs",
  "pongTimeoutMs",
  "stallMs",
  "roomGraceMs",
  "commitWindowMs",
] as const;

const counts = ["documentsPerSocket", "fileBytes", "documentFileBytes"] as const;

/** The options with their defaults. Throws QUIRE_ERR_CONFIG_INVALID, naming the first that is wrong. */
export function checkOptions(given: QuireOptions): CheckedOptions {
  for (const [name, value] of Object.entries(given)) {
    if (name !== "dataDir" && !(name in defaults) && !fastifyOptions.includes(name)) {
      throw invalid(
        name,
        value,
        `there is no such option; there are dataDir, ${Object.keys(defaults).join(", ")}`,
      );
    }
  }
  const options = { ...defaults, ...withoutUndefined(given) };
  const { openRooms } = options;
  if (typeof options.dataDir !== "string" || options.dataDir === "") {
    throw invalid("dataDir", options.dataDir, "it must name a directory");
  }
  if (options.authorize === undefined && !openRooms) {
    throw invalid("authorize", undefined, "it must be a function, unless openRooms is true");
  }
  for (const name of timings) {
    if (!(Number.isFinite(options[name]) && options[name] >= 0)) {
      throw invalid(name, options[name], "it must be milliseconds, 0 or more");
    }
  }
  for (const name of counts) {
    if (!(Number.isSafeInteger(options[name]) && options[name] > 0))
      throw invalid(name, options[name], "it must be a whole number, 1 or more");
  }
  const { documentsPerSocket, fileBytes, documentFileBytes, fetchImages } = options;
  if (typeof fetchImages !== "boolean") throw invalid("fetchImages", fetchImages, "it must be true or false");
  return Object.freeze({
    ...(Object.fromEntries(timings.map((name) => [name, options[name]])) as Record<
      (typeof timings)[number],
      number
    >),
    dataDir: options.dataDir,
    authorize: options.authorize ?? authorizeAnybody,
    onOpen: options.onOpen,
    onAction: options.onAction,
    beforeMove: options.beforeMove,
    onForeignOrigin: options.onForeignOrigin,
    routes: options.routes,
    nameOf: options.nameOf,
    rename: options.rename,
    url: options.url === undefined ? undefined : parseUrl("url", options.url),
    origins: Object.freeze(options.origins.map((origin) => parseOrigin("origins", origin, openRooms))),
    openRooms,
    limits: checkLimits(options.limits, openRooms),
    quotas: checkQuotas(options.quotas),
    documentsPerSocket,
    fileBytes,
    documentFileBytes,
    fetchImages,
  });
}

/** The public address that the text names: http or https, a host, perhaps a port, nothing more. */
export function parseUrl(name: string, text: string): URL {
  const url = URL.parse(text);
  const isBare = url !== null && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`;
  if (!isBare) {
    throw invalid(
      name,
      text,
      "it must be http:// or https:// with a host and perhaps a port, and no path, as https://docs.example.org",
    );
  }
  return url;
}

/** The Origin that the text names, as a browser would send it. `*` stands for every one and needs open rooms. */
export function parseOrigin(name: string, text: string, openRooms: boolean): string {
  if (text === "*") {
    if (openRooms) return text;
    throw invalid(name, text, "every Origin is allowed with open rooms only; name the Origins");
  }
  if (/^https?:\/\//.test(text) && URL.parse(text)?.origin === text) return text;
  throw invalid(
    name,
    text,
    "an Origin is http:// or https:// with a host in lower case and perhaps a port, as https://docs.example.org",
  );
}

function withoutUndefined(given: QuireOptions): QuireOptions {
  return Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined),
  ) as unknown as QuireOptions;
}

function invalid(name: string, value: unknown, allowed: string): Error {
  return fail("QUIRE_ERR_CONFIG_INVALID", {
    name,
    value: typeof value === "string" || value === undefined ? value : inspect(value),
    allowed,
  });
}
