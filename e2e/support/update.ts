import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import path from "node:path";
import { pagesFolder } from "../../scripts/lib/pages.mjs";

const workerFile = "service-worker.js";

/** An update of a server: each file has another name, none of the old ones is there any more, and every answer says another build. */
export class Update {
  readonly build: string;
  readonly #files: ReadonlyMap<string, Buffer>;

  constructor(mark: string) {
    const before = builtFiles();
    const build = buildIn(String(before.get("index.html")));
    this.build = `${mark}${build}`.slice(0, build.length);
    this.#files = renamed(before, mark, [[build, this.build]]);
  }

  /** What the server is asked: whole files as they are now. */
  asks(headers: IncomingHttpHeaders): IncomingHttpHeaders {
    const { "accept-encoding": _, "if-none-match": _tag, "if-modified-since": _time, ...rest } = headers;
    return rest;
  }

  answer(asked: IncomingMessage, found: IncomingMessage, answer: ServerResponse): void {
    const { pathname } = new URL(asked.url ?? "");
    const file = /^\/(d\/[^/]+)?$/.test(pathname) ? "index.html" : pathname.slice(1);
    const body = this.#files.get(file);
    const headers = { ...found.headers, "quire-build": this.build };
    if (body === undefined) {
      const isGone = pathname.startsWith("/assets/");
      answer.writeHead(isGone ? 404 : (found.statusCode ?? 502), headers);
      if (!isGone) return void found.pipe(answer);
      found.resume();
      return void answer.end();
    }
    found.resume();
    const cacheControl = file.startsWith("assets/") ? "public, max-age=31536000, immutable" : "no-cache";
    answer.writeHead(200, {
      ...headers,
      etag: `"${this.build}"`,
      "content-type": typeOf(file),
      "content-length": body.length,
      "cache-control": cacheControl,
    });
    answer.end(body);
  }
}

/** The addresses of all that the built pages may load, now or later, as their worker has them. */
export function keptFiles(): readonly string[] {
  const worker = readFileSync(path.join(pagesFolder, workerFile), "utf8");
  return [...worker.matchAll(/[`"](assets\/[^`"]+)[`"],[`"]sha256-/g)].map(([, file]) => `/${file}`);
}

/** Which build a page is of, as it says. */
export function buildIn(html: string): string {
  const build = /<meta name="quire-build" content="(\w+)"/.exec(html)?.[1];
  if (build === undefined) throw new Error("The built page does not say its build.");
  return build;
}

function builtFiles(): Map<string, Buffer> {
  const names = readdirSync(pagesFolder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.(br|gz|map)$/.test(entry.name))
    .map((entry) => path.relative(pagesFolder, path.join(entry.parentPath, entry.name)))
    .filter((name) => !name.startsWith("."));
  return new Map(names.map((name) => [name, readFileSync(path.join(pagesFolder, name))]));
}

type Change = readonly [before: string, now: string];

/** The same pages with other names, in all that names them, the digests of their bytes included. */
function renamed(
  files: ReadonlyMap<string, Buffer>,
  mark: string,
  changes: readonly Change[],
): Map<string, Buffer> {
  const names = [...files.keys()]
    .filter((name) => name.startsWith("assets/"))
    .map(
      (name): Change => [path.basename(name), path.basename(name).replace(/-([\w-]{8})\./, `-${mark}$1.`)],
    );
  const change = replacer([...names, ...changes]);
  const now = new Map<string, Buffer>();
  const digests: Change[] = [];
  for (const [name, bytes] of files) {
    const isText = /\.(js|css|html)$/.test(name);
    const changed = isText ? Buffer.from(change(bytes.toString())) : bytes;
    now.set(change(name), changed);
    digests.push([digest(bytes), digest(changed)]);
  }
  now.set(workerFile, Buffer.from(replacer(digests)(String(now.get(workerFile)))));
  return now;
}

function replacer(changes: readonly Change[]): (text: string) => string {
  const byName = new Map(changes);
  const pattern = new RegExp([...byName.keys()].map(escaped).join("|"), "g");
  return (text) => text.replace(pattern, (found) => byName.get(found) ?? found);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

function digest(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("base64");
}

function typeOf(file: string): string {
  if (file.endsWith(".js")) return "text/javascript; charset=utf-8";
  if (file.endsWith(".css")) return "text/css; charset=utf-8";
  return file.endsWith(".html") ? "text/html; charset=utf-8" : "application/octet-stream";
}
