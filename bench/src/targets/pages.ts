import path from "node:path";
import * as Y from "yjs";
import { ensurePages } from "../../../scripts/lib/pages.mjs";
import { root } from "../../../scripts/lib/workspace.mjs";
import { buildPage } from "../browser/page-build.ts";
import { Client } from "../client.ts";
import { installedVersion } from "../installed-version.ts";
import type { PageTarget } from "../page-target.ts";
import { installPeer, peerFolder, peerVersions } from "../peer-install.ts";
import type { RunningServer } from "../running-server.ts";
import type { Target } from "../target.ts";
import { peers } from "./peers.ts";
import { makeDocument, quireDocuments } from "./quire.ts";

const alone = ["model", "state", "view"].map((part) => `prosemirror-${part}`);

/** Pages that people write in: Quire's own, others' editors with nothing around them, and what all of these are made of. */
export const pages: readonly PageTarget[] = [
  {
    type: "page",
    name: "quire (page)",
    kind: "quire",
    server: quireDocuments,
    fragmentName: "document",
    otherPages: { "the list of documents": ({ port }) => `http://127.0.0.1:${port}/` },
    install: ensurePages,
    versions: () => ({
      ...quireDocuments.versions(),
      "prosemirror-view": installedVersion("node_modules", "prosemirror-view"),
    }),
    url: ({ port }, document) => `http://127.0.0.1:${port}/d/${document}`,
    async makeDocument({ port }, id, lines) {
      await makeDocument(port, { id, markdown: lines.join("\n\n") });
      return undefined;
    },
  },
  {
    type: "page",
    name: "prosemirror",
    kind: "limit",
    server: undefined,
    fragmentName: "",
    install: () => buildPage("prosemirror", path.join(root, "bench/pages/prosemirror")),
    versions: () => Object.fromEntries(alone.map((name) => [name, installedVersion("node_modules", name)])),
    url: ({ site }, _, lines) => `${site}/prosemirror/?lines=${lines}`,
    makeDocument: async () => undefined,
  },
  peerPage({
    name: "y-prosemirror",
    server: "y-websocket-2",
    fragmentName: "document",
    packages: ["y-prosemirror", "y-websocket", "yjs", "prosemirror-view"],
  }),
  peerPage({
    name: "tiptap",
    server: "hocuspocus",
    fragmentName: "default",
    packages: ["@tiptap/core", "@tiptap/y-tiptap", "@hocuspocus/provider", "yjs", "prosemirror-view"],
  }),
];

/** What differs from peer to peer. Its page is in the folder of `bench/peers` that bears its name. */
interface PeerPage {
  readonly name: string;
  /** The peer that it meets on. */
  readonly server: string;
  readonly fragmentName: string;
  readonly packages: readonly string[];
}

function peerPage({ name, server: serverName, fragmentName, packages }: PeerPage): PageTarget {
  const server = peers.find((peer) => peer.name === serverName);
  if (server === undefined) throw new Error(`there is no peer "${serverName}"`);
  return {
    type: "page",
    name,
    kind: "peer",
    server,
    fragmentName,
    async install() {
      await server.install();
      await installPeer(name);
      await buildPage(name, peerFolder(name));
    },
    versions: () => ({ ...peerVersions(name, packages), ...serverVersion(server) }),
    url: ({ site, port }, document) =>
      `${site}/${name}/?server=${encodeURIComponent(`ws://127.0.0.1:${port}`)}&document=${document}`,
    makeDocument: (running, document, lines) => fill(running, document, fragmentName, lines),
  };
}

function serverVersion({ name, versions }: Target): Readonly<Record<string, string>> {
  const [version = "?"] = Object.values(versions());
  return { [`${name}'s server`]: version };
}

/** Writes the lines over the wire. Peers forget a document that nobody has open, so whoever wrote it stays. */
async function fill(
  server: RunningServer,
  document: string,
  fragmentName: string,
  lines: readonly string[],
): Promise<Client> {
  const ydoc = new Y.Doc();
  const blocks = lines.map((line) => {
    const block = new Y.XmlElement("paragraph");
    block.insert(0, [new Y.XmlText(line)]);
    return block;
  });
  ydoc.getXmlFragment(fragmentName).insert(0, blocks);
  const holder = await new Client(server, document).ready;
  holder.sendUpdate(Y.encodeStateAsUpdate(ydoc));
  return holder.stayAwake();
}
