import { mkdtempSync, rmSync } from "node:fs";
import type { AddressInfo, Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Role } from "@quire/protocol";
import Fastify from "fastify";
import { type QuireOptions, quire } from "../src/index.ts";

/** A host's server with the plugin in it, on a free port of the loopback. Whoever asks says who they are: `?as=name&role=view`, and `&guest=1` for a guest. */
export interface TestServer {
  readonly port: number;
  /** The address of `/sync`, as a provider takes it. */
  readonly syncUrl: string;
  readonly dataDir: string;
  /** Makes a document; answers with its id. */
  create(body?: object): Promise<string>;
  /** The document's text as the API tells it. */
  text(id: string): Promise<string>;
  title(id: string): Promise<string>;
  request(method: string, path: string, body?: object): Promise<Response>;
  /** The bytes that wait for each connection's reader. */
  waitingBytes(): number[];
  stop(): Promise<void>;
  /** Stops, and starts again on the same port with the same data. */
  restart(): Promise<void>;
}

/** Starts a server with data of its own. The last `stop` of it is `remove`. */
export async function startServer(
  options: Partial<QuireOptions> = {},
): Promise<TestServer & { remove(): Promise<void> }> {
  const dataDir = mkdtempSync(join(tmpdir(), "quire-server-"));
  let port = 0;
  const sockets = new Set<Socket>();
  let app = await listen();

  async function listen() {
    const started = Fastify();
    started.server.on("connection", (socket) => {
      sockets.add(socket);
      socket.once("close", () => sockets.delete(socket));
    });
    await started.register(quire, { dataDir, authorize, ...options });
    await started.listen({ host: "127.0.0.1", port });
    port = (started.server.address() as AddressInfo).port;
    return started;
  }

  const request = (method: string, path: string, body?: object): Promise<Response> =>
    fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      // A connection that is kept could be one of the server's before its restart.
      headers: { connection: "close", ...(body && { "content-type": "application/json" }) },
      ...(body && { body: JSON.stringify(body) }),
    });

  return {
    dataDir,
    get port() {
      return port;
    },
    get syncUrl() {
      return `ws://127.0.0.1:${port}/sync`;
    },
    request,
    async create(body = {}) {
      const response = await request("POST", "/api/documents", body);
      if (response.status !== 201) throw new Error(`it was not created: ${await response.text()}`);
      return ((await response.json()) as { id: string }).id;
    },
    async text(id) {
      return (await request("GET", `/api/documents/${id}/content?format=text`)).text();
    },
    async title(id) {
      return ((await (await request("GET", `/api/documents/${id}`)).json()) as { title: string }).title;
    },
    waitingBytes: () => [...sockets].map(({ writableLength }) => writableLength),
    stop: () => app.close(),
    async restart() {
      await app.close();
      app = await listen();
    },
    async remove() {
      await app.close();
      rmSync(dataDir, { recursive: true });
    },
  };
}

interface Said {
  readonly as?: string;
  readonly role?: Role | "none";
  readonly guest?: string;
}

const authorize: NonNullable<QuireOptions["authorize"]> = (request) => {
  const { as = "ann", role = "own", guest } = request.query as Said;
  if (role === "none") return { refused: "forbidden" };
  return { person: { id: as, name: as, hue: 1, ...(guest === "1" && { isGuest: true }) }, role };
};
