import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { build } from "vite";
import { node, root } from "../../scripts/lib/workspace.mjs";

/** The pages of the application: where each is, and the file that holds its snippet. */
const pages = [
  { base: "/plain/", file: "page.ts", headings: ["The client", "The editor"] },
  { base: "/react/", file: "page.tsx", headings: ["In React"] },
] as const;

const types: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
};

/** How the application says who somebody is: by a cookie of its own, or by tokens, good for five seconds each. */
export type Ways = "cookies" | "tokens";

/** Somebody else's application as docs/embedding.md shows it: its server, and a site of another origin with its pages. */
export class EmbeddingApp {
  readonly #folder: string;
  #url = "";
  /** The tokens that its pages were given. */
  readonly tokens: string[] = [];
  /** What it signs them with, as its server is told. */
  readonly secret = randomBytes(32).toString("base64");
  readonly #site = createServer();
  #server: ChildProcess | undefined;
  #output = "";

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async launch(ways: Ways = "cookies"): Promise<EmbeddingApp> {
    // Where its imports find the packages, as an application's would in its own folder.
    const folder = await mkdtemp(path.join(root, "apps/web/node_modules/.embedding-"));
    const app = new EmbeddingApp(folder);
    const code = await snippets();
    const heading = ways === "cookies" ? "The server, in your Fastify app" : "Tokens of your application";
    const url = await app.#start(code(heading), await listen(app.#site));
    app.#url = url;
    for (const { base, file, headings } of ways === "cookies" ? pages : pages.slice(0, 1)) {
      const page = headings.map(code).join("\n");
      await buildPage({ folder, base, file, code: ways === "cookies" ? page : withTokens(page), url });
    }
    app.#site.on("request", ({ url: asked = "/" }, reply) => void app.#answer(asked, reply));
    return app;
  }

  /** Where a page of it is. */
  address(page: "plain" | "react"): string {
    return `${originOf(this.#site)}/${page}/`;
  }

  /** All that its server has printed. */
  get output(): string {
    return this.#output;
  }

  async remove(): Promise<void> {
    if (this.#server?.exitCode === null) {
      const ended = once(this.#server, "exit");
      this.#server.kill();
      await ended;
    }
    this.#site.closeAllConnections();
    this.#site.close();
    await rm(this.#folder, { recursive: true });
  }

  /** What the document says, as the application's own programs read it. */
  async text(): Promise<string> {
    const address = `${this.#url}/api/documents/welcome-to-quire/content?format=text`;
    return (await fetch(address, { headers: { authorization: "Bearer sesame" } })).text();
  }

  async #answer(asked: string, reply: ServerResponse): Promise<void> {
    if (asked.startsWith("/token/")) {
      const token = await (await fetch(`${this.#url}${asked}`)).text();
      this.tokens.push(token);
      reply.end(token);
      return;
    }
    const file = path.join(this.#folder, "site", asked.endsWith("/") ? `${asked}index.html` : asked);
    const body = await readFile(file).catch(() => undefined);
    const type = types[path.extname(file)] ?? "application/octet-stream";
    reply.writeHead(body ? 200 : 404, { "content-type": type }).end(body);
  }

  /** Runs the server on a free port, with data of its own, and makes the document. Gives its address. */
  async #start(snippet: string, site: string): Promise<string> {
    const source = snippet
      .replace("port: 3000", "port: 0")
      .replace('"./data"', JSON.stringify(path.join(this.#folder, "data")))
      .replace("http://localhost:5173", site)
      // Of the tokens: on another origin, ended at once, and soon.
      .replace("  authorize: createToken", `  origins: [${JSON.stringify(site)}],\n  authorize: createToken`)
      .replace("    secret,\n", "    secret,\n    leewayMs: 0,\n")
      .replace("5 minutes", "5 seconds");
    const code = `${source}\nprocess.stdout.write(String(app.server.address().port));\n`;
    const child = spawn(node, ["--input-type=module-typescript", "--eval", code], {
      cwd: path.join(root, "packages/server"),
      env: { ...process.env, TOKEN_SECRET: this.secret },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#server = child;
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk: Buffer) => {
        this.#output += chunk.toString();
      });
    const [port] = await Promise.race([once(child.stdout, "data"), once(child, "exit")]);
    if (!(port instanceof Buffer))
      throw new Error(`the server of docs/embedding.md ended with code ${port}:\n${this.#output}`);
    const url = `http://localhost:${Number(port)}`;
    const made = await fetch(`${url}/api/documents`, {
      method: "POST",
      headers: { authorization: "Bearer sesame", "content-type": "application/json" },
      body: '{"id":"welcome-to-quire","title":"Welcome"}',
    });
    if (made.status !== 201) throw new Error(await made.text());
    return url;
  }
}

async function listen(site: Server): Promise<string> {
  site.listen(0, "127.0.0.1");
  await once(site, "listening");
  return originOf(site);
}

/** Of the name that the server's cookies are for. */
function originOf(site: Server): string {
  return `http://localhost:${(site.address() as AddressInfo).port}`;
}

/** The code of docs/embedding.md by the heading that it stands under. */
async function snippets(): Promise<(heading: string) => string> {
  const text = await readFile(path.join(root, "docs/embedding.md"), "utf8");
  return (heading) => {
    const section = text.split(/^## /m).find((each) => each.startsWith(`${heading}\n`)) ?? "";
    const code = [...section.matchAll(/```tsx?\n(.*?)```/gs)].map((match) => match[1]).join("\n");
    if (code === "") throw new Error(`docs/embedding.md shows no code under "${heading}"`);
    return code;
  };
}

/** The page as the documentation has it ask for tokens. */
function withTokens(page: string): string {
  const asking = 'token: () => fetch("/token/welcome-to-quire").then((answer) => answer.text())';
  const code = page.replace(/id: "welcome-to-quire" \}/, `id: "welcome-to-quire", ${asking} }`);
  if (code === page) throw new Error("docs/embedding.md opens no session that could be given tokens");
  return code.replace(/^document\.cookie.*$/m, "");
}

interface Page {
  readonly folder: string;
  readonly base: string;
  readonly file: string;
  readonly code: string;
  /** Where the server is. */
  readonly url: string;
}

async function buildPage({ folder, base, file, code, url }: Page): Promise<void> {
  const source = path.join(folder, base);
  await mkdir(source, { recursive: true });
  await writeFile(path.join(source, file), code.replaceAll("ws://localhost:3000", url.replace("http", "ws")));
  const html = `<!doctype html><html lang="en"><title>Quire</title><body><script type="module" src="./${file}"></script></body></html>`;
  await writeFile(path.join(source, "index.html"), html);
  await build({
    root: source,
    base,
    configFile: false,
    logLevel: "error",
    build: { outDir: path.join(folder, "site", base) },
  });
}
