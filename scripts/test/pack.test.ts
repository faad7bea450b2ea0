import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";
import { binaries, environment, root } from "../lib/workspace.mjs";

const names = ["protocol", "schema", "client", "editor", "server", "people"];
const exec = promisify(execFile);

/** A folder outside of the workspace, with nothing in it but what npm installed from our tarballs. */
let folder: string;

interface Manifest {
  readonly version: string;
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "quire-pack-"));
  await packAll(path.join(folder, "tarballs"));
  await installAll();
}, 240_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

async function packAll(tarballs: string): Promise<void> {
  await mkdir(tarballs);
  const packages = names.map((name) => `packages/${name}`);
  await run(path.join(binaries, "tsc"), ["-b", ...packages], root);
  await run(
    "npx",
    ["--yes", "pnpm@12", "--filter", "./packages/*", "pack", "--pack-destination", tarballs],
    root,
  );
}

async function installAll(): Promise<void> {
  const workspace: Manifest = await readManifest(path.join(root, "node_modules/@types/node"));
  const typescript = await readManifest(path.join(root, "node_modules/typescript"));
  const happyDom = await readManifest(path.join(root, "packages/editor/node_modules/happy-dom"));
  const tarballs = await readdir(path.join(folder, "tarballs"));
  await writeFile(path.join(folder, "package.json"), JSON.stringify({ private: true, type: "module" }));
  const packages = [
    ...tarballs.map((name) => `./tarballs/${name}`),
    "fastify@5",
    // Not the one that we pin: an app has its own.
    "yjs@13.6.30",
    `@types/node@${workspace.version}`,
    `typescript@${typescript.version}`,
    `happy-dom@${happyDom.version}`,
    ...(await Promise.all(["react", "react-dom", "@types/react", "@types/react-dom"].map(versionOfPages))),
  ];
  await run("npm", ["install", "--no-audit", "--no-fund", "--prefer-offline", ...packages], folder);
}

/** A library at the version that our own pages have. */
async function versionOfPages(name: string): Promise<string> {
  const { version } = await readManifest(path.join(root, "apps/web/node_modules", name));
  return `${name}@${version}`;
}

async function readManifest(of: string): Promise<Manifest> {
  return JSON.parse(await readFile(path.join(of, "package.json"), "utf8"));
}

/** Runs a command; what it printed is in the error when it fails. */
async function run(command: string, args: readonly string[], cwd: string): Promise<string> {
  const { stdout } = await exec(command, args, { cwd, env: environment(), maxBuffer: 16 * 1024 * 1024 });
  return stdout;
}

describe.each(names)("the package @quire/%s", (name) => {
  const installed = () => path.join(folder, "node_modules/@quire", name);

  test("names released versions only, and files that are in it", async () => {
    const manifest = await readManifest(installed());
    const versions = Object.values({ ...manifest.dependencies, ...manifest.devDependencies });
    expect(versions.filter((version) => /workspace:|catalog:/.test(version))).toEqual([]);
    const files = Object.values(manifest.exports).flatMap((entry) =>
      typeof entry === "string" ? entry : Object.values(entry),
    );
    for (const file of files) await readFile(path.join(installed(), file));
  });

  test("holds no tests", async () => {
    const files = await readdir(installed(), { recursive: true });
    expect(files.filter((file) => /\.test\./.test(file))).toEqual([]);
  });

  test("is one that publint finds nothing wrong with", async () => {
    const { messages, pkg } = await publint({ pkgDir: installed(), level: "warning", strict: true });
    expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([]);
  });
});

test("an app that installs them has one Yjs, its own", async () => {
  const copies = await run("npm", ["ls", "--all", "--parseable", "yjs"], folder);
  expect(new Set(copies.trim().split("\n"))).toHaveLength(1);
});

describe("what docs/embedding.md shows", () => {
  beforeAll(async () => {
    const snippets = await readSnippets();
    const of = (heading: string): string => {
      const code = snippets[heading];
      if (!code?.includes("import ")) throw new Error(`docs/embedding.md shows no code under "${heading}"`);
      return code;
    };
    await writeFile(path.join(folder, "server.ts"), of("The server, in your Fastify app"));
    await writeFile(path.join(folder, "tokens.ts"), of("Tokens of your application"));
    await writeFile(path.join(folder, "page.ts"), `${of("The client")}\n${of("The editor")}`);
    await writeFile(path.join(folder, "world.ts"), of("Files, people and other documents"));
    await writeFile(path.join(folder, "react-page.tsx"), of("In React"));
  });

  test("compiles, strictly", async () => {
    const lib = {
      lib: ["es2024", "dom", "dom.iterable"],
      module: "nodenext",
      target: "es2024",
      types: ["node"],
      jsx: "react-jsx",
    };
    const shown = ["server.ts", "tokens.ts", "page.ts", "world.ts", "react-page.tsx"];
    const compilerOptions = { ...lib, strict: true, noEmit: true, skipLibCheck: true };
    await writeFile(
      path.join(folder, "tsconfig.json"),
      JSON.stringify({ compilerOptions, files: [...shown, "style.d.ts"] }),
    );
    // A bundler's business: here a style sheet is only known to be there.
    await writeFile(path.join(folder, "style.d.ts"), 'declare module "*.css";');
    await run(path.join(folder, "node_modules/.bin/tsc"), ["-p", "."], folder);
  });

  test("serves documents, and a stock client writes one", async () => {
    const server = await startServer();
    try {
      const health = await fetch(`${server.url}/healthz`);
      expect(health.status).toBe(200);
      const { id } = await createDocument(server.url);
      const writer = openStock(server.url, id);
      const reader = openStock(server.url, id);
      writer.ydoc.getText("title").insert(0, "From outside");
      await expect.poll(() => reader.ydoc.getText("title").toJSON()).toBe("From outside");
      writer.provider.destroy();
      reader.provider.destroy();
    } finally {
      await server.stop();
    }
  });
});

test("the editor edits a shared document in a page", async () => {
  await writeFile(path.join(folder, "edit.mjs"), editScript);
  const report = JSON.parse(await run("node", ["edit.mjs"], folder));
  expect(report.shared).toContain("typed here");
  expect(report.shown).toContain("typed there, typed here");
  expect(report.left).toBe("");
});

// Runs where the packages are installed, so it is not a module of ours. The page is happy-dom's.
const editScript = `
  import { Window } from "happy-dom";
  const window = new Window();
  for (const name of Object.getOwnPropertyNames(window)) {
    if (!(name in globalThis)) Object.defineProperty(globalThis, name, { value: window[name], configurable: true });
  }
  const { createEditor } = await import("@quire/editor");
  const Y = await import("yjs");

  const place = document.createElement("div");
  document.body.append(place);
  const ydoc = new Y.Doc();
  const editor = createEditor(place, { ydoc });
  editor.view.dispatch(editor.view.state.tr.insertText("typed here"));
  const shared = ydoc.getXmlFragment("document").toString();

  const other = new Y.Doc();
  Y.applyUpdate(other, Y.encodeStateAsUpdate(ydoc));
  other.getXmlFragment("document").get(0).get(0).insert(0, "typed there, ");
  Y.applyUpdate(ydoc, Y.encodeStateAsUpdate(other));
  const shown = place.textContent;

  editor.destroy();
  console.log(JSON.stringify({ shared, shown, left: place.innerHTML }));
  await window.happyDOM.close();
`;

/** The code of the page, by the heading that it stands under. */
async function readSnippets(): Promise<Record<string, string>> {
  const text = await readFile(path.join(root, "docs/embedding.md"), "utf8");
  const sections = text.split(/^## /m).slice(1);
  return Object.fromEntries(
    sections.map((section) => [
      section.slice(0, section.indexOf("\n")),
      [...section.matchAll(/```tsx?\n(.*?)```/gs)].map((match) => match[1]).join("\n"),
    ]),
  );
}

/** The page's server as it stands there, on a free port. */
async function startServer(): Promise<{ url: string; stop: () => Promise<void> }> {
  const source = await readFile(path.join(folder, "server.ts"), "utf8");
  const said = 'console.log("at", app.listeningOrigin);\nprocess.once("SIGTERM", () => app.close());\n';
  await writeFile(path.join(folder, "run-server.ts"), source.replace("port: 3000", "port: 0") + said);
  const child = spawn("node", ["run-server.ts"], {
    cwd: folder,
    env: environment(),
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout });
  const [line] = await Promise.race([once(lines, "line"), once(child, "exit")]);
  if (typeof line !== "string") throw new Error(`the server of docs/embedding.md ended with code ${line}`);
  return { url: line.replace("at ", ""), stop: () => stop(child) };
}

async function stop(child: ChildProcess): Promise<void> {
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  expect(await ended).toEqual([0, null]);
}

const headers = { authorization: "Bearer sesame" };

async function createDocument(url: string): Promise<{ id: string }> {
  const response = await fetch(`${url}/api/documents`, {
    method: "POST",
    headers: { ...headers, "content-type": "application/json" },
    body: "{}",
  });
  expect(response.status).toBe(201);
  return response.json() as Promise<{ id: string }>;
}

/** An unmodified y-websocket client that knows the word. */
function openStock(url: string, id: string) {
  const ydoc = new Y.Doc();
  class KnownSocket extends WebSocket {
    constructor(address: string | URL) {
      super(address, { headers });
    }
  }
  const provider = new WebsocketProvider(`${url.replace("http", "ws")}/sync`, id, ydoc, {
    WebSocketPolyfill: KnownSocket,
    disableBc: true,
  });
  return { ydoc, provider };
}
