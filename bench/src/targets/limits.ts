import { fileURLToPath } from "node:url";
import { installedVersion } from "../installed-version.ts";
import { rootText, type Target } from "../target.ts";

const relay = fileURLToPath(new URL("../relay.ts", import.meta.url));

/** What Node's sockets alone allow: relays that know nothing of Yjs, keep nothing and check nothing. */
export const limits: readonly Target[] = [
  limit("limit", "frame by frame"),
  limit("limit-framed", "framed once"),
  limit("limit-batched", "batched a turn"),
];

function limit(name: string, way: string): Target {
  return {
    type: "server",
    name,
    kind: "limit",
    protocol: "relay",
    isPersistent: false,
    acknowledges: false,
    textOf: rootText,
    path: (document) => `/${document}`,
    install: async () => undefined,
    versions: () => ({ ws: installedVersion("node_modules", "ws") }),
    command: ({ port }) => ({ args: [relay, String(port), way], env: {} }),
    makeDocuments: async () => undefined,
  };
}
