import { execFileSync } from "node:child_process";
import path from "node:path";
import * as Y from "yjs";
import { root } from "../../../scripts/lib/workspace.mjs";
import { installedVersion, versionIn } from "../installed-version.ts";
import { readKept } from "../quire-data.ts";
import { rootText, type Target } from "../target.ts";

/** How many documents are asked for at the same time. */
const atOnce = 20;

/** In open rooms it is a y-websocket server for any content, as its peers are. */
const quireRooms: Target = {
  ...common(true),
  name: "quire (open rooms)",
  textOf: rootText,
  // A stock client does not ask to be told.
  path: (document, listens) => `/sync/${document}${listens ? "?saved=1" : ""}`,
  makeDocuments: async () => undefined,
};

/** In documents it is the product: made by the API, every update judged by the schema, name and colour from the server. */
export const quireDocuments: Target = {
  ...common(false),
  name: "quire (documents)",
  textOf: paragraphText,
  // A page of Quire's always does.
  path: (document) => `/sync/${document}?saved=1`,
  async makeDocuments(port, names) {
    for (let from = 0; from < names.length; from += atOnce)
      await Promise.all(names.slice(from, from + atOnce).map((id) => makeDocument(port, { id })));
  },
};

/** Quire twice, started as people start it. */
export const quire: readonly Target[] = [quireRooms, quireDocuments];

function common(openRooms: boolean): Omit<Target, "name" | "textOf" | "path" | "makeDocuments"> {
  return {
    type: "server",
    kind: "quire",
    protocol: "y-websocket",
    isPersistent: true,
    acknowledges: true,
    install: async () => undefined,
    versions: () => ({
      quire: `${versionIn(path.join(root, "package.json"))}${commit()}`,
      ws: installedVersion("node_modules", "ws"),
      lmdb: installedVersion("node_modules", "lmdb"),
      yjs: installedVersion("node_modules", "yjs"),
    }),
    command: ({ port, dataDir }) => ({
      args: ["apps/server/src/main.ts"],
      env: { QUIRE_PORT: String(port), QUIRE_DATA: dataDir, QUIRE_OPEN_ROOMS: String(openRooms) },
    }),
    loopDelayMs,
    kept: readKept,
  };
}

/** The text of a new document's first paragraph. */
function paragraphText(ydoc: Y.Doc): Y.Text {
  const block = ydoc.getXmlFragment("document").get(0);
  const text = block instanceof Y.XmlElement ? block.get(0) : undefined;
  if (text instanceof Y.XmlText) return text;
  throw new Error("the document does not begin with a paragraph that has a text");
}

/** Makes a document by the API, of a text in Markdown or an empty one. */
export async function makeDocument(port: number, document: { id: string; markdown?: string }): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${port}/api/documents`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(document),
  });
  const answer = await response.text();
  if (response.status !== 201)
    throw new Error(`the document ${document.id} was not made: ${response.status} ${answer}`);
}

async function loopDelayMs(port: number): Promise<number> {
  const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const [, seconds] = /^quire_loop_delay_max_seconds (\S+)$/m.exec(metrics) ?? [];
  return Number(seconds) * 1_000;
}

/** The commit that runs, where this is a clone. */
function commit(): string {
  try {
    const options = { cwd: root, stdio: "pipe" } as const;
    return ` (${execFileSync("git", ["rev-parse", "--short", "HEAD"], options).toString().trim()})`;
  } catch {
    // A copy without its history: the version alone says what it is.
    return "";
  }
}
