// The limits: relays that know nothing of Yjs, so that nobody can do less for a delivery. Run as
// `node relay.ts <port> <frame by frame | framed once | batched a turn>`.
import { createServer } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";

/** Somebody connected: the WebSocket, and the socket below it. */
interface Member {
  readonly webSocket: WebSocket;
  readonly wire: Duplex;
}

type Room = Set<Member>;

/** Takes a message of a room to the others in it. */
type Relay = (room: Room, from: Member, message: Buffer) => void;

function frameByFrame(room: Room, from: Member, message: Buffer): void {
  for (const member of room) if (member !== from) member.webSocket.send(message);
}

function framedOnce(room: Room, from: Member, message: Buffer): void {
  const frame = frameOf(message);
  for (const member of room) if (member !== from) member.wire.write(frame);
}

/** Joins what one turn of the event loop brought: one write a socket and turn. */
function createBatches(): Relay {
  const waiting = new Map<Room, { from: Member; frame: Buffer }[]>();
  return (room, from, message) => {
    const frames = waiting.get(room) ?? [];
    frames.push({ from, frame: frameOf(message) });
    if (frames.length > 1) return;
    waiting.set(room, frames);
    setImmediate(() => {
      waiting.delete(room);
      flush(room, frames);
    });
  };
}

function flush(room: Room, frames: readonly { from: Member; frame: Buffer }[]): void {
  const senders = new Set(frames.map(({ from }) => from));
  const all = Buffer.concat(frames.map(({ frame }) => frame));
  for (const member of room) {
    if (!senders.has(member)) {
      member.wire.write(all);
    } else if (senders.size > 1) {
      const others = frames.filter(({ from }) => from !== member);
      member.wire.write(Buffer.concat(others.map(({ frame }) => frame)));
    }
  }
}

/** A server's frame: a short header, no mask. */
function frameOf(message: Buffer): Buffer {
  const { length } = message;
  const size = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(size + length);
  frame[0] = 0x82;
  if (size === 2) {
    frame[1] = length;
  } else if (size === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  message.copy(frame, size);
  return frame;
}

function relayOf(name: string | undefined): Relay {
  if (name === "frame by frame") return frameByFrame;
  if (name === "framed once") return framedOnce;
  if (name === "batched a turn") return createBatches();
  throw new Error(`there is no relay "${name}"; there are: frame by frame, framed once, batched a turn`);
}

function serve(port: number, relay: Relay): void {
  const rooms = new Map<string, Room>();
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  const server = createServer((_request, response) => response.end());
  server.on("upgrade", (request, wire, head) => {
    const name = request.url ?? "";
    sockets.handleUpgrade(request, wire, head, (webSocket) => {
      const room = rooms.get(name) ?? new Set();
      rooms.set(name, room);
      const member = { webSocket, wire };
      room.add(member);
      webSocket.on("message", (message: Buffer) => relay(room, member, message));
      webSocket.on("error", () => webSocket.terminate());
      webSocket.on("close", () => {
        room.delete(member);
        if (room.size === 0) rooms.delete(name);
      });
    });
  });
  server.listen(port, "127.0.0.1");
}

const [port, relay] = process.argv.slice(2);
serve(Number(port), relayOf(relay));
