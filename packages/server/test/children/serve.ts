// Serves the data directory that it is given, until it is ended; says its free port and its pid.
import type { AddressInfo } from "node:net";
import Fastify from "fastify";
import { quire } from "../../src/index.ts";

const [, , dataDir = ""] = process.argv;
const app = Fastify();
await app.register(quire, {
  dataDir,
  authorize: () => ({ person: { id: "ann", name: "Ann", hue: 1 }, role: "own" }),
});
await app.listen({ host: "127.0.0.1", port: 0 });
console.log((app.server.address() as AddressInfo).port, process.pid);
process.on("SIGTERM", () => void app.close());
