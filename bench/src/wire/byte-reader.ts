/** Reads numbers and runs of bytes in place, without a copy. One is reused for many frames, so that reading allocates nothing. */
export class ByteReader {
  bytes: Uint8Array = new Uint8Array(0);
  at = 0;

  /** Puts the reader at a place in other bytes. */
  moveTo(bytes: Uint8Array, at: number): void {
    this.bytes = bytes;
    this.at = at;
  }

  byte(): number {
    const value = this.bytes[this.at++];
    if (value === undefined) throw new Error(`the bytes end at ${this.bytes.length}`);
    return value;
  }

  /** A number in groups of seven bits, the lowest first. */
  varUint(): number {
    let value = this.byte();
    if (value < 128) return value;
    value &= 127;
    for (let scale = 128; ; scale *= 128) {
      const next = this.byte();
      value += (next & 127) * scale;
      if (next < 128) return value;
    }
  }

  /** The next so many bytes as bytes of their own. */
  copy(length: number): Uint8Array {
    return new Uint8Array(this.bytes.subarray(this.at, this.at + length));
  }

  /** Steps over a length and as many bytes; the length is the answer. */
  skipBlock(): number {
    const length = this.varUint();
    this.at += length;
    return length;
  }
}
