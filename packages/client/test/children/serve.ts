// A server as a process, whose loop is its own: `serve.ts <directory> <port>`. Says its port, and stops at SIGTERM.
import type { AddressInfo } from "node:net";
import { quire } from "@quire/server";
import Fastify from "fastify";

const [, , dataDir = "", port = "0"] = process.argv;
const person = { id: "ann", name: "Ann", hue: 1 };

const app = Fastify();
await app.register(quire, { dataDir, authorize: () => ({ person, role: "own" }), limits: false });
await app.listen({ host: "127.0.0.1", port: Number(port) });
process.once("SIGTERM", () => void app.close());
const address = app.server.address() as AddressInfo;
console.log(address.port);
