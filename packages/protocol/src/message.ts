import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";

/**
 * One decoded frame. All but the last three are y-protocols' (sync 0, awareness 1, auth 2, query awareness 3), update format V1.
 *
 *     00 00 bytes    sync step 1: a state vector; answered with step 2
 *     00 01 bytes    sync step 2: what the other side lacked
 *     00 02 bytes    update
 *     01 bytes       awareness update
 *     02 00 string   permission denied
 *     03             query awareness; answered at once, so it is a probe too
 *     64 varuint     saved (100): the first n sync messages of this connection are on disk
 *     65 varuint     remover (101): the Yjs client that sent the update behind this message
 *     67 varuint ... part (103): bytes of a message too long for one frame, of which so many follow in the next ones
 */
export type Message =
  | { readonly type: "sync-step-1"; readonly stateVector: Uint8Array }
  | { readonly type: "sync-step-2"; readonly update: Uint8Array }
  | { readonly type: "update"; readonly update: Uint8Array }
  | { readonly type: "awareness"; readonly update: Uint8Array }
  | { readonly type: "auth"; readonly reason: string }
  | { readonly type: "query-awareness" }
  | { readonly type: "saved"; readonly count: number }
  | { readonly type: "remover"; readonly clientId: number }
  | { readonly type: "part"; readonly rest: number; readonly bytes: Uint8Array };

/** The largest message that the server takes, in bytes of its frame. */
export const maxMessageBytes = 4 * 1024 * 1024;

/** An awareness update about nobody: resets stock clients' 30 s watchdog and means nothing else. */
export const keepaliveFrame: Uint8Array = Uint8Array.of(1, 1, 0);

/** The bytes are no message, or more than one. */
export class MalformedMessage extends Error {
  override readonly name = "MalformedMessage";
}

/** The message in a frame. The byte arrays in it are views of the frame's. Throws `MalformedMessage`. */
export function decodeMessage(frame: Uint8Array): Message {
  const decoder = decoding.createDecoder(frame);
  let message: Message;
  try {
    message = readMessage(decoder);
  } catch (cause) {
    if (cause instanceof MalformedMessage) throw cause;
    throw new MalformedMessage(`the frame of ${frame.length} bytes ends too early`, { cause });
  }
  if (decoding.hasContent(decoder)) {
    throw new MalformedMessage(`${frame.length - decoder.pos} bytes follow the ${message.type} message`);
  }
  return message;
}

function readMessage(decoder: decoding.Decoder): Message {
  const tag = decoding.readVarUint(decoder);
  switch (tag) {
    case 0:
      return readSync(decoder);
    case 1:
      return { type: "awareness", update: decoding.readVarUint8Array(decoder) };
    case 2:
      return readAuth(decoder);
    case 3:
      return { type: "query-awareness" };
    case 100:
      return { type: "saved", count: decoding.readVarUint(decoder) };
    case 101:
      return { type: "remover", clientId: decoding.readVarUint(decoder) };
    case 103:
      return {
        type: "part",
        rest: decoding.readVarUint(decoder),
        bytes: decoding.readTailAsUint8Array(decoder),
      };
    default:
      throw new MalformedMessage(`no message has the tag ${tag}`);
  }
}

function readSync(decoder: decoding.Decoder): Message {
  const step = decoding.readVarUint(decoder);
  switch (step) {
    case 0:
      return { type: "sync-step-1", stateVector: decoding.readVarUint8Array(decoder) };
    case 1:
      return { type: "sync-step-2", update: decoding.readVarUint8Array(decoder) };
    case 2:
      return { type: "update", update: decoding.readVarUint8Array(decoder) };
    default:
      throw new MalformedMessage(`no sync message has the step ${step}`);
  }
}

function readAuth(decoder: decoding.Decoder): Message {
  const verdict = decoding.readVarUint(decoder);
  if (verdict !== 0) throw new MalformedMessage(`no auth message has the verdict ${verdict}`);
  return { type: "auth", reason: decoding.readVarString(decoder) };
}

/** The frame of a message. */
export function encodeMessage(message: Message): Uint8Array {
  const encoder = encoding.createEncoder();
  switch (message.type) {
    case "sync-step-1":
      return writeSync(encoder, 0, message.stateVector);
    case "sync-step-2":
      return writeSync(encoder, 1, message.update);
    case "update":
      return writeSync(encoder, 2, message.update);
    case "awareness":
      encoding.writeVarUint(encoder, 1);
      encoding.writeVarUint8Array(encoder, message.update);
      break;
    case "auth":
      encoding.writeVarUint(encoder, 2);
      encoding.writeVarUint(encoder, 0);
      encoding.writeVarString(encoder, message.reason);
      break;
    case "query-awareness":
      encoding.writeVarUint(encoder, 3);
      break;
    case "saved":
      encoding.writeVarUint(encoder, 100);
      encoding.writeVarUint(encoder, message.count);
      break;
    case "remover":
      encoding.writeVarUint(encoder, 101);
      encoding.writeVarUint(encoder, message.clientId);
      break;
    case "part":
      encoding.writeVarUint(encoder, 103);
      encoding.writeVarUint(encoder, message.rest);
      encoding.writeUint8Array(encoder, message.bytes);
      break;
    default:
      message satisfies never;
  }
  return encoding.toUint8Array(encoder);
}

function writeSync(encoder: encoding.Encoder, step: number, payload: Uint8Array): Uint8Array {
  encoding.writeVarUint(encoder, 0);
  encoding.writeVarUint(encoder, step);
  encoding.writeVarUint8Array(encoder, payload);
  return encoding.toUint8Array(encoder);
}
