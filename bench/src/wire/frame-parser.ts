/** Called with a message's bytes, from `start` to `end`. They are good until it returns. */
export type OnFrame = (bytes: Buffer, start: number, end: number) => void;

/** Called with a ping, a pong or a close. */
export type OnControl = (opcode: number, payload: Buffer) => void;

/** A frame of which only a part has come. */
interface Big {
  readonly first: number;
  readonly payload: Buffer;
  filled: number;
}

/** From here on, a frame that came in part is gathered in a buffer of its own instead of being read again. */
const bigBytes = 2_048;

/** Cuts a server's stream of bytes into messages, in place wherever a whole one has come. */
export class FrameParser {
  readonly #onFrame: OnFrame;
  readonly #onControl: OnControl;
  #left: Buffer | undefined;
  #big: Big | undefined;
  #fragments: Buffer[] | undefined;

  constructor(onFrame: OnFrame, onControl: OnControl) {
    this.#onFrame = onFrame;
    this.#onControl = onControl;
  }

  push(given: Buffer, start: number, end: number): void {
    if (this.#left === undefined) return this.#parse(given, start, end);
    const joined = Buffer.concat([this.#left, given.subarray(start, end)]);
    this.#left = undefined;
    this.#parse(joined, 0, joined.length);
  }

  #parse(bytes: Buffer, start: number, end: number): void {
    let at = start;
    if (this.#big !== undefined) at = this.#fill(this.#big, bytes, at, end);
    while (end - at >= 2) {
      const size = headerSize(bytes, at);
      const payload = at + size;
      if (payload > end) break;
      const length = payloadLength(bytes, at, size);
      const first = bytes.readUInt8(at);
      if (payload + length > end) {
        if (length < bigBytes) break;
        const big = { first, payload: Buffer.allocUnsafe(length), filled: 0 };
        this.#big = big;
        this.#fill(big, bytes, payload, end);
        return;
      }
      at = payload + length;
      this.#take(first, bytes, payload, at);
    }
    if (at < end) this.#left = Buffer.from(bytes.subarray(at, end));
  }

  /** Adds what has come to the frame that is gathered; answers with where the next frame begins. */
  #fill(big: Big, bytes: Buffer, at: number, end: number): number {
    const copied = bytes.copy(big.payload, big.filled, at, end);
    big.filled += copied;
    if (big.filled === big.payload.length) {
      this.#big = undefined;
      this.#take(big.first, big.payload, 0, big.payload.length);
    }
    return at + copied;
  }

  #take(first: number, bytes: Buffer, start: number, end: number): void {
    const opcode = first & 15;
    if (opcode >= 8) return this.#onControl(opcode, bytes.subarray(start, end));
    const isLast = (first & 128) !== 0;
    if (isLast && this.#fragments === undefined) return this.#onFrame(bytes, start, end);
    this.#fragments ??= [];
    this.#fragments.push(Buffer.from(bytes.subarray(start, end)));
    if (!isLast) return;
    const whole = Buffer.concat(this.#fragments);
    this.#fragments = undefined;
    this.#onFrame(whole, 0, whole.length);
  }
}

/** Bytes of the header at a place; a server's frames have no mask. */
function headerSize(bytes: Buffer, at: number): number {
  const short = bytes.readUInt8(at + 1);
  if (short < 126) return 2;
  return short === 126 ? 4 : 10;
}

function payloadLength(bytes: Buffer, at: number, size: number): number {
  if (size === 2) return bytes.readUInt8(at + 1);
  return size === 4 ? bytes.readUInt16BE(at + 2) : Number(bytes.readBigUInt64BE(at + 2));
}
