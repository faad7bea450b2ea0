// Serves the data directory that it is given, until it is ended; says its free port and its pid.
import { rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import Fastify from "fastify";
import { quire } from "../../src/index.ts";
import { fillUp } from "../fill-up.ts";

const [, , dataDir = ""] = process.argv;
const app = Fastify();
await app.register(quire, {
  dataDir,
  authorize: () => ({ person: { id: "ann", name: "Ann", hue: 1 }, role: "own" }),
});
await app.listen({ host: "127.0.0.1", port: 0 });
console.log((app.server.address() as AddressInfo).port, process.pid);
process.on("SIGTERM", () => {
  process.stdin.destroy();
  void app.close();
});
// Told to, it makes its disk full, or frees it.
process.stdin.setEncoding("utf8").on("data", (command: string) => {
  const filler = join(dataDir, "filler");
  if (command === "fill") fillUp(filler);
  else rmSync(filler);
  console.log(command);
});
