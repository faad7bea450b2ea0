import { mkdtemp, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Role } from "@quire/protocol";
import { type QuireOptions, quire } from "@quire/server";
import Fastify from "fastify";

/** A Quire server on a loopback port, to which everybody is the same person. */
export interface Quire {
  readonly port: number;
  /** Where its documents are. */
  readonly url: string;
  readonly dataDir: string;
  createDocument(): Promise<string>;
  stop(): Promise<void>;
}

/** How a server is started, if not with an empty directory, on a free port, for owners. */
export interface QuireSetting extends Partial<Omit<QuireOptions, "dataDir" | "authorize">> {
  readonly dataDir?: string;
  readonly port?: number;
  /** What whoever connects may do then. */
  readonly role?: () => Role | Promise<Role>;
}

const person = { id: "ann", name: "Ann", hue: 1 };

/** Starts a server. Who gives no directory finds it in the answer, and removes it. */
export async function serve({ dataDir, port = 0, role, ...options }: QuireSetting = {}): Promise<Quire> {
  const directory = dataDir ?? (await emptyDirectory());
  const app = Fastify();
  const authorize = async () => ({ person, role: (await role?.()) ?? "own" }) as const;
  await app.register(quire, { dataDir: directory, authorize, ...options });
  await app.listen({ host: "127.0.0.1", port });
  const address = app.server.address() as AddressInfo;
  return {
    port: address.port,
    url: `ws://127.0.0.1:${address.port}/sync`,
    dataDir: directory,
    async createDocument() {
      const headers = { host: `127.0.0.1:${address.port}` };
      const response = await app.inject({ method: "POST", url: "/api/documents", headers, payload: {} });
      return response.json<{ id: string }>().id;
    },
    stop: () => app.close(),
  };
}

/** A directory of a test's own. */
function emptyDirectory(): Promise<string> {
  return mkdtemp(join(tmpdir(), "quire-client-"));
}

/** Removes what a server has left. */
export function removeData({ dataDir }: Quire): Promise<void> {
  return rm(dataDir, { recursive: true });
}
