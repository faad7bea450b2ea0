import { existsSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { escapeHtml } from "./escape-html.ts";

/** Where the build puts the pages. */
export const builtPages = fileURLToPath(new URL("../../web/dist/", import.meta.url));

/** Every answer says which build of the pages this server has, so that a page of another one knows it. */
export function addBuild(app: FastifyInstance, directory: string): void {
  const build = readBuild(directory);
  if (build === undefined) return;
  app.addHook("onSend", (_request, reply, _payload, done) => {
    reply.header("quire-build", build);
    done();
  });
}

/** The build's name, as the page that it wrote says it; undefined where there is none. */
function readBuild(directory: string): string | undefined {
  const page = join(directory, "index.html");
  if (!existsSync(page)) return undefined;
  return /<meta name="quire-build" content="(\w+)"/.exec(readFileSync(page, "utf8"))?.[1];
}

type Greet = (request: FastifyRequest, reply: FastifyReply) => void;

/** The addresses of pages, beside what is on a device alone all of people who sign in or come by a link: one page, which reads its own address. */
const pagePaths = [
  "/",
  "/d/:id",
  "/s/:token",
  "/unsaved",
  "/trash",
  "/sign-in",
  "/join",
  "/reset",
  "/email",
  "/account",
  "/people",
  "/audit",
];

/** The built page at each of its addresses, and all files that it is made of. Greets whoever opens it. */
export async function pageRoutes(app: FastifyInstance, directory: string, greet: Greet): Promise<void> {
  const isBuilt = existsSync(join(directory, "index.html"));
  nameScripts(app);
  if (isBuilt) await serveFiles(app, directory);

  const openPage = async (request: FastifyRequest, reply: FastifyReply) => {
    greet(request, reply);
    return isBuilt ? reply.sendFile("index.html") : sendPlainPage(reply, 503, notBuilt);
  };
  for (const path of pagePaths) app.get(path, openPage);
}

/** A page that draws what somebody wrote: it runs our scripts, and reaches nothing. It stands in a page of ours alone. */
const sandboxHeaders = {
  "content-security-policy":
    "sandbox allow-scripts;default-src 'none';script-src 'self';style-src 'unsafe-inline';img-src data:;" +
    "base-uri 'none';form-action 'none';frame-ancestors 'self'",
  "x-frame-options": "SAMEORIGIN",
};

/** Scripts are text/javascript (RFC 9239); what sends files has them by their obsolete name, and packed ones behind its own hook. */
function nameScripts(app: FastifyInstance): void {
  app.addHook("onSend", (_request, reply, _payload, done) => {
    const type = reply.getHeader("content-type");
    if (typeof type === "string" && type.startsWith("application/javascript"))
      reply.header("content-type", type.replace("application", "text"));
    done();
  });
}

/** The built files, compressed ahead. What has a hash in its name never changes; what has none is asked for anew. */
async function serveFiles(app: FastifyInstance, directory: string): Promise<void> {
  const assets = join(directory, "assets") + sep;
  const diagrams = join(directory, "diagram.html");
  await app.register(fastifyStatic, {
    root: directory,
    wildcard: false,
    index: false,
    preCompressed: true,
    globIgnore: ["**/*.br", "**/*.gz", "**/*.map"],
    cacheControl: false,
    setHeaders: (reply, path) => {
      const isHashed = path.startsWith(assets);
      if (path === diagrams)
        for (const [name, value] of Object.entries(sandboxHeaders)) reply.header(name, value);
      // A page in a sandbox has an origin of its own; what stands here is the same for everybody.
      if (isHashed) reply.header("access-control-allow-origin", "*");
      reply.header("cache-control", isHashed ? "public, max-age=31536000, immutable" : "no-cache");
    },
  });
}

const notBuilt = {
  title: "Quire is running",
  sentence:
    "Its pages are not built yet. Run npm run build, then start it again. The API and the sockets are there.",
};

interface PlainPage {
  readonly title: string;
  readonly sentence: string;
  /** The public pages' styles, where they are built. */
  readonly stylesheet?: string | undefined;
}

/** A page of one sentence, for people: where an error would answer a program with JSON. */
export function sendPlainPage(
  reply: FastifyReply,
  status: number,
  { title, sentence, stylesheet }: PlainPage,
): FastifyReply {
  const styles = stylesheet === undefined ? "" : `<link rel="stylesheet" href="${escapeHtml(stylesheet)}">`;
  return reply
    .code(status)
    .header("cache-control", "no-store")
    .type("text/html; charset=utf-8")
    .send(
      `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
        `<meta name="color-scheme" content="light dark">${styles}<title>${escapeHtml(title)}</title>` +
        `<main class="sheet"><h1 class="title">${escapeHtml(title)}</h1><div class="text">` +
        `<p>${escapeHtml(sentence)}</p><p><a href="/">All documents</a></p></div></main></html>\n`,
    );
}
