import type { ClientListener } from "./client.ts";
import type { ByteReader } from "./wire/byte-reader.ts";
import { countCharacters } from "./wire/characters.ts";
import type { Writer } from "./writer.ts";

/** More than can be on its way at once, whatever `inFlight` is. */
const ringSize = 1 << 14;

/**
 * One writer who types the next character as soon as the one so many before it has reached every reader. Counts what
 * reaches whom.
 */
export class ClosedLoop {
  readonly #readers: number;
  readonly #inFlight: number;
  /** How many readers have each of the last characters. */
  readonly #reached = new Uint16Array(ringSize);
  #writer: Writer | undefined;
  #complete = 0;
  #delivered = 0;
  #frames = 0;
  #running = false;

  constructor(readers: number, inFlight: number) {
    this.#readers = readers;
    this.#inFlight = inFlight;
  }

  /** Characters that reached a reader, each counted for each of them. */
  get delivered(): number {
    return this.#delivered;
  }

  /** Messages that brought them. */
  get frames(): number {
    return this.#frames;
  }

  get expected(): number {
    return (this.#writer?.typed ?? 0) * this.#readers;
  }

  get isComplete(): boolean {
    return this.#delivered >= this.expected;
  }

  /** What one reader listens with. `typist` is the writer's client id: nobody else's characters count. */
  listener(typist: number): ClientListener {
    let heard = 0;
    const count = (client: number, characters: number): void => {
      if (client !== typist) return;
      for (let more = characters; more > 0; more--) this.#arrived(heard++);
    };
    const onUpdate = (reader: ByteReader): void => {
      this.#frames += 1;
      countCharacters(reader, count);
      this.#pump();
    };
    return { onUpdate };
  }

  start(writer: Writer): void {
    this.#writer = writer;
    this.#running = true;
    this.#pump();
  }

  /** What is on its way still arrives. */
  stop(): void {
    this.#running = false;
  }

  #arrived(character: number): void {
    const slot = character % ringSize;
    this.#delivered += 1;
    this.#reached[slot] = (this.#reached[slot] ?? 0) + 1;
    if (this.#reached[slot] !== this.#readers) return;
    this.#reached[slot] = 0;
    this.#complete += 1;
  }

  #pump(): void {
    const writer = this.#writer;
    if (writer === undefined) return;
    while (this.#running && writer.typed - this.#complete < this.#inFlight) writer.type();
  }
}
