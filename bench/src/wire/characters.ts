import type { ByteReader } from "./byte-reader.ts";

/** Called for each run of structs: who made them, from which clock, and how many characters are in them, deleted ones too. */
export type OnCharacters = (client: number, characters: number, clock: number) => void;

/** Content kinds of Yjs' update format V1. */
const content = { gc: 0, deleted: 1, string: 4, format: 6, type: 7, any: 8, skip: 10 } as const;

/**
 * Walks the structs of a V1 update in place and reports the characters in it. It knows what the load consists of, and what
 * a document of Quire begins with; throws on anything else, so that nothing is counted wrongly.
 */
export function countCharacters(reader: ByteReader, report: OnCharacters): void {
  for (let clients = reader.varUint(); clients > 0; clients--) {
    let structs = reader.varUint();
    const client = reader.varUint();
    const from = reader.varUint();
    let characters = 0;
    for (; structs > 0; structs--) characters += readStruct(reader);
    if (characters > 0) report(client, characters, from);
  }
}

/** Steps over one struct; answers with its characters. */
function readStruct(reader: ByteReader): number {
  const info = reader.byte();
  const kind = info & 31;
  if (kind === content.gc) return reader.varUint();
  if (kind === content.skip) {
    reader.varUint();
    return 0;
  }
  if (info & 128) skipId(reader);
  if (info & 64) skipId(reader);
  if ((info & 192) === 0) skipParent(reader, info);
  return readContent(reader, kind);
}

function readContent(reader: ByteReader, kind: number): number {
  switch (kind) {
    case content.string:
      return readText(reader);
    case content.deleted:
      return reader.varUint();
    case content.format:
      reader.skipBlock();
      reader.skipBlock();
      return 0;
    case content.type: {
      const type = reader.varUint();
      // An element's name.
      if (type === 3) reader.skipBlock();
      return 0;
    }
    case content.any:
      for (let values = reader.varUint(); values > 0; values--) skipAny(reader);
      return 0;
    default:
      throw new Error(`an update holds content of kind ${kind}, which the load does not`);
  }
}

/** Steps over a text; answers with its length as JavaScript, and so Yjs, counts it. */
function readText(reader: ByteReader): number {
  let length = 0;
  for (let bytes = reader.varUint(); bytes > 0; bytes--) {
    const byte = reader.byte();
    // A byte that goes on with a character counts nothing; the first of four counts twice.
    if ((byte & 0xc0) !== 0x80) length += byte >= 0xf0 ? 2 : 1;
  }
  return length;
}

function skipParent(reader: ByteReader, info: number): void {
  if (reader.varUint() === 1) reader.skipBlock();
  else skipId(reader);
  if (info & 32) reader.skipBlock();
}

function skipId(reader: ByteReader): void {
  reader.varUint();
  reader.varUint();
}

/** A scalar as lib0 writes it. */
function skipAny(reader: ByteReader): void {
  const tag = reader.byte();
  switch (tag) {
    case 127: // undefined
    case 126: // null
    case 121: // false
    case 120: // true
      return;
    case 125:
      // The sign is in the first byte; that more bytes follow is said the same way.
      reader.varUint();
      return;
    case 124:
      reader.at += 4;
      return;
    case 123:
      reader.at += 8;
      return;
    case 119:
      reader.skipBlock();
      return;
    default:
      throw new Error(`an update holds a value of kind ${tag}, which the load does not`);
  }
}
