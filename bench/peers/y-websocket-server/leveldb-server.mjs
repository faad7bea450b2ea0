// @y/websocket-server documents YPERSISTENCE but no longer reads it; the hook for it is still there. This gives it y-leveldb
// as y-websocket 2 did: `node leveldb-server.mjs <directory>`, PORT and HOST as the server reads them. y-leveldb works on
// yjs 13 and the server on yjs 14; they meet in updates of format V1 only.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { setPersistence } from "@y/websocket-server/utils";
import { LeveldbPersistence } from "y-leveldb";
import { encodeStateAsUpdate as encodeStored } from "yjs";

// The server's own copy of yjs 14, the same instance that it imports.
const manifest = createRequire(import.meta.url).resolve("@y/websocket-server/package.json");
const { applyUpdate, encodeStateAsUpdate } = await import(
  new URL("./src/index.js", pathToFileURL(createRequire(manifest).resolve("yjs/package.json"))).href
);

const leveldb = new LeveldbPersistence(process.argv[2]);
setPersistence({
  provider: leveldb,
  async bindState(name, ydoc) {
    const stored = await leveldb.getYDoc(name);
    await leveldb.storeUpdate(name, encodeStateAsUpdate(ydoc));
    applyUpdate(ydoc, encodeStored(stored));
    ydoc.on("update", (update) => leveldb.storeUpdate(name, update));
  },
  async writeState() {},
});
await import("@y/websocket-server/server");
