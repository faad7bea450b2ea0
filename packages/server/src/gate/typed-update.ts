/** The info byte of a struct that holds text (4), with its neighbours' ids: left (128), right (64), no parent's key (32). */
const [text, left, right] = [0x04, 0x80, 0x40];

/** A letter's id. */
export interface Id {
  readonly client: number;
  readonly clock: number;
}

/** What somebody brings who types: one client, one struct of ASCII text beside a letter, nothing deleted. */
export interface TypedUpdate extends Id {
  /** The letters to its left and right when it was typed; one of them is there. */
  readonly origin: Id | undefined;
  readonly rightOrigin: Id | undefined;
  /** How many letters, and bytes, its text has. */
  readonly length: number;
  /** Where in the update the text's length is written, and where the text begins. */
  readonly lengthAt: number;
  readonly textAt: number;
}

/** Reads an update, without Yjs, if it is one that somebody typed; that is nearly every update there is. */
export function readTypedUpdate(bytes: Uint8Array): TypedUpdate | undefined {
  const reader = new Reader(bytes);
  // One client, one struct.
  if (reader.uint() !== 1 || reader.uint() !== 1) return undefined;
  const client = reader.uint();
  const clock = reader.uint();
  const info = reader.byte();
  if ((info & ~(left | right)) !== text || info === text) return undefined;
  const origin = (info & left) === 0 ? undefined : reader.id();
  const rightOrigin = (info & right) === 0 ? undefined : reader.id();
  const lengthAt = reader.at;
  const length = reader.uint();
  const textAt = reader.at;
  // No deletes, and nothing behind them.
  if (!reader.skipAscii(length) || reader.uint() !== 0 || !reader.isAtEnd) return undefined;
  if (!Number.isSafeInteger(clock + length)) return undefined;
  return { client, clock, origin, rightOrigin, length, lengthAt, textAt };
}

/** Reads format V1 as far as typing needs it. What it cannot read makes it answer NaN, 0 or nothing, and never end. */
class Reader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get at(): number {
    return this.#at;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  byte(): number {
    return this.#bytes[this.#at++] ?? Number.NaN;
  }

  /** A number of seven bits a byte, lowest first; NaN where it is cut off or too large to be exact. */
  uint(): number {
    let value = 0;
    for (let factor = 1; factor <= 2 ** 49; factor *= 128) {
      const byte = this.byte();
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value <= Number.MAX_SAFE_INTEGER ? value : Number.NaN;
      if (Number.isNaN(byte)) return Number.NaN;
    }
    return Number.NaN;
  }

  id(): Id {
    return { client: this.uint(), clock: this.uint() };
  }

  /** Skips so much text, at least one letter, each a byte; false where it is something else. */
  skipAscii(length: number): boolean {
    const end = this.#at + length;
    if (!(length > 0 && end <= this.#bytes.length)) return false;
    for (; this.#at < end; this.#at++) if ((this.#bytes[this.#at] ?? 0x80) >= 0x80) return false;
    return true;
  }
}
