import * as Y from "yjs";
import type { Struct } from "./causal-order.ts";
import type { Part } from "./update-draft.ts";

/** Bytes that an item has beside its content: whose it is, where it stands, how long it is. */
const headBytes = 64;

/** A struct as it stands in an update; one of more bytes than `limit()` in parts that have no more, where it can be cut. */
export function* partsOf(struct: Y.Item | Y.GC, limit: () => number): Generator<Part> {
  if (struct instanceof Y.Item && struct.content instanceof Y.ContentString)
    return yield* partsOfText(struct, struct.content, limit);
  const part = encode(struct);
  if (part.bytes.length <= limit() || struct.length === 1 || struct instanceof Y.GC) return yield part;
  const right = splitOff(struct, Math.ceil(struct.length / 2));
  yield* partsOf(struct, limit);
  yield* partsOf(right, limit);
}

/** The struct as it is. */
export function encode(struct: Struct): Part {
  const encoder = new Y.UpdateEncoderV1();
  struct.write(encoder, 0);
  const { client, clock } = struct.id;
  return { client, clock, length: struct.length, bytes: encoder.toUint8Array() };
}

function* partsOfText(item: Y.Item, { str }: Y.ContentString, limit: () => number): Generator<Part> {
  let rest = item;
  for (let from = 0; ; ) {
    const units = unitsWithin(str, from, limit() - headBytes);
    if (from + units >= str.length) return yield encode(rest);
    from += units;
    const right = splitOff(rest, units);
    yield encode(rest);
    rest = right;
  }
}

/** How many UTF-16 units from here on have so many bytes in UTF-8. No sign is cut in two, and one is always taken. */
function unitsWithin(text: string, from: number, bytes: number): number {
  let at = from;
  for (let left = bytes; at < text.length; at++) {
    left -= bytesOf(text.charCodeAt(at));
    if (left < 0) break;
  }
  if (at < text.length && isFirstHalf(text.charCodeAt(at - 1))) at--;
  return at > from ? at - from : isFirstHalf(text.charCodeAt(from)) ? 2 : 1;
}

/** Bytes of a unit; of a sign that takes two units each half has two. */
function bytesOf(unit: number): number {
  if (unit < 0x80) return 1;
  return unit < 0x800 || isFirstHalf(unit) || (unit >= 0xdc00 && unit < 0xe000) ? 2 : 3;
}

function isFirstHalf(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00;
}

/** Cuts an item that nobody has integrated; gives the part behind its first clocks. */
function splitOff(item: Y.Item, clocks: number): Y.Item {
  const { client, clock } = item.id;
  const content = item.content.splice(clocks);
  item.length = clocks;
  // Behind a left neighbour no parent is written.
  const left = Y.createID(client, clock + clocks - 1);
  return new Y.Item(
    Y.createID(client, clock + clocks),
    null,
    left,
    null,
    item.rightOrigin,
    null,
    null,
    content,
  );
}
