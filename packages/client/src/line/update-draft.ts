import * as Y from "yjs";
import type { Range } from "./deleted-ranges.ts";
import { join } from "./join.ts";

/** A struct, or a part of one, as it stands in an update. */
export interface Part {
  readonly client: number;
  readonly clock: number;
  readonly length: number;
  readonly bytes: Uint8Array;
}

/** Bytes that a client, or a range of deletes, has in an update at most, as far as anybody writes so much. */
const entryBytes = 16;

/** An update that is being written, of about so many bytes. */
export class Draft {
  readonly limit: number;
  #bytes = 0;
  readonly #parts = new Map<number, Part[]>();
  readonly #deleted = new Map<number, Range[]>();

  constructor(limit: number) {
    this.limit = limit;
  }

  /** Whether so many bytes more still go into it; the first always do. */
  fits(bytes: number): boolean {
    return this.#bytes === 0 || this.#bytes + bytes <= this.limit;
  }

  /** Adds what follows on the client's part before it, if there is one, and what of it is deleted. */
  add(part: Part, deleted: readonly Range[]): void {
    const { client, bytes } = part;
    this.#bytes += bytes.length + (this.#parts.has(client) ? 0 : entryBytes);
    listAt(this.#parts, client).push(part);
    this.addDeleted(client, deleted);
  }

  addDeleted(client: number, deleted: readonly Range[]): void {
    if (deleted.length === 0) return;
    this.#bytes += deleted.length * entryBytes;
    const ranges = listAt(this.#deleted, client);
    for (const range of deleted) ranges.push(range);
  }

  /** The update, in format V1. */
  get update(): Uint8Array {
    // Yjs writes higher clients first.
    const sections = [...this.#parts].sort(([a], [b]) => b - a);
    const chunks = [numbers([sections.length])];
    for (const [client, parts] of sections) {
      chunks.push(numbers([parts.length, client, parts[0]?.clock ?? 0]));
      for (const { bytes } of parts) chunks.push(bytes);
    }
    chunks.push(numbers([this.#deleted.size]));
    for (const [client, ranges] of this.#deleted) {
      chunks.push(numbers([client, ranges.length]));
      chunks.push(numbers(ranges.flatMap(({ clock, len }) => [clock, len])));
    }
    return join(chunks);
  }
}

function listAt<Item>(lists: Map<number, Item[]>, client: number): Item[] {
  const list = lists.get(client) ?? [];
  lists.set(client, list);
  return list;
}

function numbers(values: readonly number[]): Uint8Array {
  const encoder = new Y.UpdateEncoderV1();
  for (const value of values) encoder.writeLen(value);
  return encoder.toUint8Array();
}
