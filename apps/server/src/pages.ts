import { existsSync } from "node:fs";
import { join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

/** Where the build puts the pages. */
export const builtPages = fileURLToPath(new URL("../../web/dist/", import.meta.url));

type Greet = (request: FastifyRequest, reply: FastifyReply) => void;

/** The library at `/` and a document at `/d/:id`: one page, which reads its own address. Greets whoever opens it. */
export async function pageRoutes(app: FastifyInstance, directory: string, greet: Greet): Promise<void> {
  const isBuilt = existsSync(join(directory, "index.html"));
  if (isBuilt) await serveFiles(app, directory);

  const openPage = async (request: FastifyRequest, reply: FastifyReply) => {
    greet(request, reply);
    return isBuilt ? reply.sendFile("index.html") : sendPlainPage(reply, 503, notBuilt);
  };
  app.get("/", openPage);
  app.get("/d/:id", openPage);
}

/** The built files, compressed ahead. What has a hash in its name never changes; what has none is asked for anew. */
async function serveFiles(app: FastifyInstance, directory: string): Promise<void> {
  const assets = join(directory, "assets") + sep;
  await app.register(fastifyStatic, {
    root: directory,
    wildcard: false,
    index: false,
    preCompressed: true,
    globIgnore: ["**/*.br", "**/*.gz", "**/*.map"],
    cacheControl: false,
    setHeaders: (reply, path) => {
      const isHashed = path.startsWith(assets);
      reply.header("cache-control", isHashed ? "public, max-age=31536000, immutable" : "no-cache");
    },
  });
}

const notBuilt = {
  title: "Quire is running",
  sentence:
    "Its pages are not built yet. Run npm run build, then start it again. The API and the sockets are there.",
};

/** A page of one sentence, for people: where an error would answer a program with JSON. */
export function sendPlainPage(
  reply: FastifyReply,
  status: number,
  { title, sentence }: { readonly title: string; readonly sentence: string },
): FastifyReply {
  return reply
    .code(status)
    .header("cache-control", "no-store")
    .type("text/html; charset=utf-8")
    .send(
      `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
        `<title>${escapeHtml(title)}</title><h1>${escapeHtml(title)}</h1><p>${escapeHtml(sentence)}</p>` +
        `<p><a href="/">All documents</a></p></html>\n`,
    );
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
