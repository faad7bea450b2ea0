import { randomBytes } from "node:crypto";
import { connect } from "node:net";

/** What became of an upgrade: a status where it was refused, the close code where it was not. */
export type UpgradeEnd =
  | { readonly status: number; readonly body: string }
  | { readonly code: number; readonly reason: string };

/** Asks for a WebSocket with any path and headers at all, byte by byte as no client would send them. */
export function upgrade(
  port: number,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<UpgradeEnd> {
  const all = {
    host: `localhost:${port}`,
    connection: "Upgrade",
    upgrade: "websocket",
    "sec-websocket-version": "13",
    "sec-websocket-key": randomBytes(16).toString("base64"),
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1");
    let bytes = Buffer.alloc(0);
    socket.on("data", (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk]);
      const end = endIn(bytes);
      if (end === undefined) return;
      socket.destroy();
      resolve(end);
    });
    socket.on("close", () => reject(new Error(`the socket ended after ${bytes.length} bytes`)));
    socket.on("error", reject);
    socket.write(`GET ${path} HTTP/1.1\r\n${lines.join("")}\r\n`);
  });
}

/** The end, as soon as all of it is there. */
function endIn(bytes: Buffer): UpgradeEnd | undefined {
  const at = bytes.indexOf("\r\n\r\n");
  if (at === -1) return undefined;
  const head = bytes.subarray(0, at).toString();
  const rest = bytes.subarray(at + 4);
  const status = Number(head.split(" ", 2)[1]);
  if (status === 101) return closeIn(rest);
  const length = Number(/^content-length: (\d+)$/im.exec(head)?.[1]);
  return rest.length >= length ? { status, body: rest.toString() } : undefined;
}

/** The close frame among a server's frames, which are unmasked and short here. */
function closeIn(bytes: Buffer): { code: number; reason: string } | undefined {
  for (let at = 0; at + 2 <= bytes.length; ) {
    const end = at + 2 + (bytes[at + 1]! & 0x7f);
    if (bytes[at] === 0x88 && end <= bytes.length)
      return { code: bytes.readUInt16BE(at + 2), reason: bytes.subarray(at + 4, end).toString() };
    at = end;
  }
  return undefined;
}
