import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { decodeMessage, keepaliveFrame, MalformedMessage, type Message } from "./message.ts";

/**
 * One frame of hocuspocus' protocol, as the providers 2 to 4 speak it: many documents on one socket, each named by the
 * address in front (a string). Behind it stands a message of y-protocols, or a word about the document.
 *
 *     address 00 … | 01 … | 03         sync, awareness, query awareness: the bytes of `message.ts`
 *     address 02 00 string [string]    client: a token, and since 4 the provider's version
 *     address 02 01 string             server: you may not come in, because …
 *     address 02 02 string             server: come in, "read-write" or "readonly"
 *     address 05 string                a word of the application
 *     address 07 [string]              this document is closed; the server says why
 *     address 08 01 | 00               server: one step 2 or update is taken | refused
 *     09 | 0a                          ping of a server | pong of a client; no address
 */
export type HocuspocusFrame =
  | {
      readonly type: "message";
      readonly address: string;
      readonly message: Message;
      readonly bytes: Uint8Array;
    }
  | { readonly type: "token"; readonly address: string; readonly token: string; readonly version?: string }
  | { readonly type: "denied"; readonly address: string; readonly reason: string }
  | { readonly type: "granted"; readonly address: string; readonly scope: HocuspocusScope }
  | { readonly type: "stateless"; readonly address: string; readonly payload: string }
  | { readonly type: "close"; readonly address: string; readonly reason?: string }
  | { readonly type: "sync-status"; readonly address: string; readonly isTaken: boolean }
  | { readonly type: "ping" }
  | { readonly type: "pong" };

/** What the server lets a provider do in a document. */
export type HocuspocusScope = "read-write" | "readonly";

const [tokenTag, deniedTag, grantedTag] = [0, 1, 2];
const [authTag, statelessTag, closeTag, statusTag, pingTag, pongTag] = [2, 5, 7, 8, 9, 10];

/** The keepalive at an address that no document has: it resets the provider's 30 s watchdog and is given to nobody. */
export const hocuspocusKeepalive: Uint8Array = addressed(encodeAddress(""), keepaliveFrame);

/** What a frame says. The byte arrays in it are views of the frame's. Throws `MalformedMessage`. */
export function decodeHocuspocus(bytes: Uint8Array): HocuspocusFrame {
  // One byte alone has no room for an address and a type.
  if (bytes.length === 1 && bytes[0] === pingTag) return { type: "ping" };
  if (bytes.length === 1 && bytes[0] === pongTag) return { type: "pong" };
  const decoder = decoding.createDecoder(bytes);
  let frame: HocuspocusFrame;
  try {
    frame = readFrame(decoder, decoding.readVarString(decoder));
  } catch (cause) {
    if (cause instanceof MalformedMessage) throw cause;
    throw new MalformedMessage(`the frame of ${bytes.length} bytes ends too early or is no text`, { cause });
  }
  if (decoding.hasContent(decoder))
    throw new MalformedMessage(`${bytes.length - decoder.pos} bytes follow the ${frame.type} message`);
  return frame;
}

/** The address at the start of a frame that is not looked at any further. */
export function addressOf(bytes: Uint8Array): string | undefined {
  try {
    return decoding.readVarString(decoding.createDecoder(bytes));
  } catch {
    // It ends too early, or is no text: there is no address.
    return undefined;
  }
}

function readFrame(decoder: decoding.Decoder, address: string): HocuspocusFrame {
  const start = decoder.pos;
  const tag = decoding.readVarUint(decoder);
  switch (tag) {
    case authTag:
      return readAuth(decoder, address);
    case statelessTag:
      return { type: "stateless", address, payload: decoding.readVarString(decoder) };
    case closeTag: {
      if (!decoding.hasContent(decoder)) return { type: "close", address };
      return { type: "close", address, reason: decoding.readVarString(decoder) };
    }
    case statusTag:
      return { type: "sync-status", address, isTaken: readFlag(decoder) };
    case 0:
    case 1:
    case 3: {
      const bytes = decoder.arr.subarray(start);
      decoder.pos = decoder.arr.length;
      return { type: "message", address, message: decodeMessage(bytes), bytes };
    }
    default:
      throw new MalformedMessage(`no client's message has the tag ${tag}`);
  }
}

function readAuth(decoder: decoding.Decoder, address: string): HocuspocusFrame {
  const tag = decoding.readVarUint(decoder);
  const text = decoding.readVarString(decoder);
  switch (tag) {
    case tokenTag: {
      if (!decoding.hasContent(decoder)) return { type: "token", address, token: text };
      return { type: "token", address, token: text, version: decoding.readVarString(decoder) };
    }
    case deniedTag:
      return { type: "denied", address, reason: text };
    case grantedTag: {
      if (text === "read-write" || text === "readonly") return { type: "granted", address, scope: text };
      throw new MalformedMessage(`nobody is let in as ${JSON.stringify(text.slice(0, 40))}`);
    }
    default:
      throw new MalformedMessage(`no auth message has the tag ${tag}`);
  }
}

function readFlag(decoder: decoding.Decoder): boolean {
  const flag = decoding.readVarUint(decoder);
  if (flag > 1) throw new MalformedMessage(`a sync status is 0 or 1, not ${flag}`);
  return flag === 1;
}

/** The bytes of a frame. */
export function encodeHocuspocus(frame: HocuspocusFrame): Uint8Array {
  const encoder = encoding.createEncoder();
  switch (frame.type) {
    case "message":
      return addressed(encodeAddress(frame.address), frame.bytes);
    case "token":
      writeAuth(encoder, frame.address, tokenTag, frame.token);
      if (frame.version !== undefined) encoding.writeVarString(encoder, frame.version);
      break;
    case "denied":
      writeAuth(encoder, frame.address, deniedTag, frame.reason);
      break;
    case "granted":
      writeAuth(encoder, frame.address, grantedTag, frame.scope);
      break;
    case "stateless":
      writeHead(encoder, frame.address, statelessTag);
      encoding.writeVarString(encoder, frame.payload);
      break;
    case "close":
      writeHead(encoder, frame.address, closeTag);
      if (frame.reason !== undefined) encoding.writeVarString(encoder, frame.reason);
      break;
    case "sync-status":
      writeHead(encoder, frame.address, statusTag);
      encoding.writeVarUint(encoder, frame.isTaken ? 1 : 0);
      break;
    case "ping":
      return Uint8Array.of(pingTag);
    case "pong":
      return Uint8Array.of(pongTag);
    default:
      frame satisfies never;
  }
  return encoding.toUint8Array(encoder);
}

/** The bytes of an address, for `addressed`. */
export function encodeAddress(address: string): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarString(encoder, address);
  return encoding.toUint8Array(encoder);
}

/** A message of y-protocols behind the address of its document. */
export function addressed(address: Uint8Array, message: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(address.length + message.length);
  bytes.set(address);
  bytes.set(message, address.length);
  return bytes;
}

function writeHead(encoder: encoding.Encoder, address: string, tag: number): void {
  encoding.writeVarString(encoder, address);
  encoding.writeVarUint(encoder, tag);
}

function writeAuth(encoder: encoding.Encoder, address: string, tag: number, text: string): void {
  writeHead(encoder, address, authTag);
  encoding.writeVarUint(encoder, tag);
  encoding.writeVarString(encoder, text);
}
