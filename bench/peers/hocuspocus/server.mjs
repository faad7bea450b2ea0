// Hocuspocus as its documentation sets it up: defaults everywhere. `node server.mjs <port> [database]`
import { SQLite } from "@hocuspocus/extension-sqlite";
import { Server } from "@hocuspocus/server";

const [port, database] = process.argv.slice(2);
const extensions = database === undefined ? [] : [new SQLite({ database })];
const server = new Server({ port: Number(port), address: "127.0.0.1", quiet: true, extensions });
await server.listen();
