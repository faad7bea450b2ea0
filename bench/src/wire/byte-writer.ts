/** Puts a message together from numbers, texts and bytes. */
export class ByteWriter {
  readonly #parts: Uint8Array[] = [];

  varUint(value: number): this {
    const bytes: number[] = [];
    let rest = value;
    while (rest > 127) {
      bytes.push(128 | (rest % 128));
      rest = Math.floor(rest / 128);
    }
    bytes.push(rest);
    return this.raw(Uint8Array.from(bytes));
  }

  /** A length and the bytes. */
  block(bytes: Uint8Array): this {
    return this.varUint(bytes.length).raw(bytes);
  }

  text(text: string): this {
    return this.block(Buffer.from(text));
  }

  raw(bytes: Uint8Array): this {
    this.#parts.push(bytes);
    return this;
  }

  finish(): Buffer {
    return Buffer.concat(this.#parts);
  }
}
