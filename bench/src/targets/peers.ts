import path from "node:path";
import { installPeer, peerFolder, peerVersions } from "../peer-install.ts";
import { type Command, type Ground, rootText, type Target } from "../target.ts";

/** What differs from peer to peer. */
interface Peer {
  readonly name: string;
  /** Its folder in `bench/peers`: what it is made of and how it is started. */
  readonly folder: string;
  readonly protocol: "y-websocket" | "hocuspocus";
  readonly isPersistent: boolean;
  readonly packages: readonly string[];
  /** Paths in its folder, and what it reads from its environment. */
  command(ground: Ground): Command;
}

const hocuspocus = ["@hocuspocus/server", "yjs"];
const yWebsocketServer = ["@y/websocket-server", "@y/websocket-server/node_modules/yjs"];
const yWebsocket = ["y-websocket", "yjs"];

/** The servers that people use today, with their own defaults. */
export const peers: readonly Target[] = [
  peer({
    name: "hocuspocus",
    folder: "hocuspocus",
    protocol: "hocuspocus",
    isPersistent: false,
    packages: hocuspocus,
    command: ({ port }) => ({ args: ["server.mjs", String(port)], env: {} }),
  }),
  peer({
    name: "hocuspocus-sqlite",
    folder: "hocuspocus",
    protocol: "hocuspocus",
    isPersistent: true,
    packages: [...hocuspocus, "@hocuspocus/extension-sqlite", "better-sqlite3"],
    command: ({ port, dataDir }) => ({
      args: ["server.mjs", String(port), path.join(dataDir, "documents.sqlite")],
      env: {},
    }),
  }),
  peer({
    name: "y-websocket-server",
    folder: "y-websocket-server",
    protocol: "y-websocket",
    isPersistent: false,
    packages: yWebsocketServer,
    command: (ground) => ({
      args: ["node_modules/@y/websocket-server/src/server.js"],
      env: addressOf(ground),
    }),
  }),
  peer({
    name: "y-websocket-server-leveldb",
    folder: "y-websocket-server",
    protocol: "y-websocket",
    isPersistent: true,
    packages: [...yWebsocketServer, "y-leveldb"],
    command: (ground) => ({ args: ["leveldb-server.mjs", ground.dataDir], env: addressOf(ground) }),
  }),
  peer({
    name: "y-websocket-2",
    folder: "y-websocket-2",
    protocol: "y-websocket",
    isPersistent: false,
    packages: yWebsocket,
    command: (ground) => ({ args: ["node_modules/y-websocket/bin/server.cjs"], env: addressOf(ground) }),
  }),
  peer({
    name: "y-websocket-2-leveldb",
    folder: "y-websocket-2",
    protocol: "y-websocket",
    isPersistent: true,
    packages: [...yWebsocket, "y-leveldb"],
    command: (ground) => ({
      args: ["node_modules/y-websocket/bin/server.cjs"],
      env: { ...addressOf(ground), YPERSISTENCE: ground.dataDir },
    }),
  }),
];

function addressOf({ port }: Ground): Record<string, string> {
  return { PORT: String(port), HOST: "127.0.0.1" };
}

function peer({ name, folder, protocol, isPersistent, packages, command }: Peer): Target {
  const home = peerFolder(folder);
  return {
    type: "server",
    name,
    kind: "peer",
    protocol,
    isPersistent,
    // Hocuspocus says what it has applied, whether it keeps it or not.
    acknowledges: protocol === "hocuspocus",
    textOf: rootText,
    path: (document) => (protocol === "hocuspocus" ? "/" : `/${document}`),
    install: () => installPeer(folder),
    versions: () => peerVersions(folder, packages),
    command(ground) {
      const { args, env } = command(ground);
      const [script = "", ...rest] = args;
      return { args: [path.join(home, script), ...rest], env };
    },
    makeDocuments: async () => undefined,
  };
}
