import { createHash } from "node:crypto";
import * as Y from "yjs";
import { Client } from "./client.ts";
import type { RunningServer } from "./running-server.ts";
import type { TextOf } from "./target.ts";
import { waitUntil } from "./wait.ts";
import type { ByteReader } from "./wire/byte-reader.ts";

/** One piece of a document, and when it came. */
interface Piece {
  readonly bytes: Uint8Array;
  readonly at: number;
}

const silenceMs = 300;
const limitMs = 30_000;

/** A client that opens a document and keeps what it is sent, to look at it afterwards. */
export class Opening {
  readonly client: Client;
  readonly #pieces: Piece[] = [];
  #bytes = 0;

  constructor(server: RunningServer, document: string) {
    const keep = (reader: ByteReader, length: number): void => {
      this.#pieces.push({ bytes: reader.copy(length), at: performance.now() });
      this.#bytes += length;
    };
    this.client = new Client(server, document, { onUpdate: keep, onState: keep });
  }

  get pieces(): readonly Piece[] {
    return this.#pieces;
  }

  /** Waits until about so many bytes are there and nothing more has come for a while. Some servers say "all" before it is. */
  async arrived(about: number): Promise<void> {
    await this.client.ready;
    await waitUntil(() => {
      const last = this.#pieces.at(-1)?.at ?? Number.POSITIVE_INFINITY;
      return this.#bytes >= about && performance.now() - last > silenceMs;
    }, limitMs);
  }
}

/** Finds in what came the piece with which the text was whole. Most clients are sent the same, which is looked at once. */
export class Judge {
  readonly #text: string;
  readonly #textOf: TextOf;
  readonly #known = new Map<string, number>();

  constructor(text: string, textOf: TextOf) {
    this.#text = text;
    this.#textOf = textOf;
  }

  /** Milliseconds from the given moment until the whole text was there. Throws where it never was. */
  wholeAfter(opening: Opening, from: number): number {
    const piece = opening.pieces[this.#wholeWith(opening.pieces)];
    if (piece === undefined) throw new Error("a client was not sent the text that was written");
    return piece.at - from;
  }

  #wholeWith(pieces: readonly Piece[]): number {
    const hash = createHash("sha1");
    for (const { bytes } of pieces) hash.update(`${bytes.length} `).update(bytes);
    const key = hash.digest("hex");
    const index = this.#known.get(key) ?? this.#search(pieces);
    this.#known.set(key, index);
    return index;
  }

  #search(pieces: readonly Piece[]): number {
    const ydoc = new Y.Doc();
    return pieces.findIndex(({ bytes }) => {
      Y.applyUpdate(ydoc, bytes);
      const text = readText(ydoc, this.#textOf);
      return text?.length === this.#text.length && text.toString() === this.#text;
    });
  }
}

/** The text, undefined while the part of the document that it is in has not come. */
export function readText(ydoc: Y.Doc, textOf: TextOf): Y.Text | undefined {
  try {
    return textOf(ydoc);
  } catch {
    return undefined;
  }
}
