import * as Y from "yjs";
import { createRandom } from "./random.ts";
import type { TextOf } from "./target.ts";
import { ByteWriter } from "./wire/byte-writer.ts";

/** A number as Yjs draws them for a client, the same in every run. */
export function clientIdOf(index: number): number {
  return (Math.imul(index + 1, 2_654_435_761) | 0x4000_0000) >>> 0;
}

export interface TypistOptions {
  /** After how many characters the caret goes somewhere else; never if left out. */
  readonly strideLength?: number;
}

/**
 * Somebody who types one character after another. The updates are Yjs' own, made once and sent to any document: only the
 * first one names the text that it is in, the others follow their neighbours.
 */
export class Typist {
  readonly clientId: number;
  readonly #stride: number;
  readonly #ydoc = new Y.Doc();
  readonly #text = this.#ydoc.getText("t");
  readonly #updates: Uint8Array[] = [];
  readonly #random = createRandom(12_345);
  #caret = 0;

  constructor(clientId: number, { strideLength = Number.POSITIVE_INFINITY }: TypistOptions = {}) {
    this.clientId = clientId;
    this.#stride = strideLength;
    this.#ydoc.clientID = clientId;
    this.#ydoc.on("update", (update: Uint8Array) => this.#updates.push(update));
  }

  /** The update of the character with this number, from 1 on; 0 is the document's own, see `firstUpdate`. */
  update(index: number): Uint8Array {
    this.prepare(index + 1);
    const update = this.#updates[index];
    if (update === undefined) throw new Error(`the typist has no update ${index}`);
    return update;
  }

  /** Makes so many updates now, so that none is made while others are timed. */
  prepare(count: number): void {
    for (let typed = this.#updates.length; typed < count; typed++) {
      if (typed > 0 && typed % this.#stride === 0) this.#caret = this.#random(this.#text.length);
      this.#text.insert(this.#caret++, letter(typed));
    }
  }

  /** Bytes of the state that so many characters make. */
  stateBytes(): number {
    return Y.encodeStateAsUpdate(this.#ydoc).length;
  }
}

/** The update that begins a text: by this client, into the document that the updates make. */
export function firstUpdate(
  clientId: number,
  opening: readonly Uint8Array[],
  textOf: TextOf,
  characters = letter(0),
): Uint8Array {
  const ydoc = new Y.Doc();
  for (const update of opening) Y.applyUpdate(ydoc, update);
  ydoc.clientID = clientId;
  let made: Uint8Array | undefined;
  ydoc.on("update", (update: Uint8Array) => {
    made = update;
  });
  textOf(ydoc).insert(0, characters);
  ydoc.destroy();
  if (made === undefined) throw new Error("nothing was typed");
  return made;
}

/**
 * The update of somebody who writes one character behind another's first, byte for byte as Yjs makes it: for thousands of
 * clients in one document Yjs itself takes a time that grows with their square.
 */
export function updateBehind(clientId: number, before: number): Uint8Array {
  const stringWithOrigin = 0x84;
  return new ByteWriter()
    .varUint(1)
    .varUint(1)
    .varUint(clientId)
    .varUint(0)
    .raw(Uint8Array.of(stringWithOrigin))
    .varUint(before)
    .varUint(0)
    .text(letter(0))
    .varUint(0)
    .finish();
}

/** The typists of a run. They are the same in every round and for every server, so each is made once. */
export class Typists {
  readonly #known = new Map<number, Typist>();

  get(index: number): Typist {
    let typist = this.#known.get(index);
    if (typist === undefined) {
      typist = new Typist(clientIdOf(index));
      this.#known.set(index, typist);
    }
    return typist;
  }
}

function letter(index: number): string {
  return String.fromCharCode(97 + (index % 26));
}
