import { expect } from "vitest";
import * as Y from "yjs";
import type { Random } from "../../../trouble/random.ts";
import { type Held, materialise, mergeUpdates } from "../src/materialise/materialise.ts";
import { Peer } from "./peer.ts";
import { Scribe } from "./scribe.ts";
import { difference, hasTwistedItem, shown } from "./simulator/comparison.ts";

/** A document, those who write in it, and what they were told is saved. */
export class Desk {
  readonly id: string;
  /** Messages that were called saved. */
  savedCount = 0;
  #scribes: readonly Scribe[];
  #saved: Uint8Array = Uint8Array.of(0, 0);
  /** What everybody sees at the end; undefined where Yjs itself shows it otherwise to one than to another. */
  #shown: string | undefined;

  constructor(id: string, writers: number, random: Random) {
    this.id = id;
    this.#scribes = Array.from({ length: writers }, () => new Scribe(random));
  }

  /** Reads the document as somebody new, with nobody else there: all that was called saved must be in it. */
  async check(url: string): Promise<void> {
    const reader = await Peer.join(url);
    const held = Y.snapshot(reader.ydoc);
    const fresh = this.#scribes.flatMap(({ saved }) => saved.splice(0));
    this.savedCount += fresh.length;
    const lost = fresh.filter((update) => !Y.snapshotContainsUpdate(held, update));
    expect(lost.length, "messages that were called saved and are lost").toBe(0);
    this.#saved = mergeUpdates([this.#saved, ...fresh]);
    expect(Y.snapshotContainsUpdate(held, this.#saved)).toBe(true);
    await reader.close();
  }

  /** Looks whether all is there that was saved; then everybody comes back and writes until the server is gone. */
  async work(url: string, heard: () => void): Promise<void> {
    await this.check(url);
    const write = async (scribe: Scribe): Promise<void> => {
      await scribe.join(url);
      await scribe.write(heard);
    };
    await together(this.#scribes.map(write));
  }

  async leave(): Promise<void> {
    await Promise.all(this.#scribes.map((scribe) => scribe.leave()));
  }

  /** Lets everybody come back with what they have, called saved or not, until all have the same; then they leave for good. */
  async finish(url: string): Promise<void> {
    await Promise.all(this.#scribes.map((scribe) => scribe.join(url)));
    const [first, ...others] = this.#scribes.map(({ ydoc }) => ydoc);
    if (first === undefined) return;
    const differences = (): (string | undefined)[] => {
      const state = stateOf(first);
      return others.map((other) => difference(state, stateOf(other)));
    };
    await expect.poll(differences, { timeout: 20_000 }).toEqual(others.map(() => undefined));
    await Promise.all(this.#scribes.map((scribe) => scribe.rest()));
    await this.leave();
    await this.check(url);
    // Also what nobody was told is saved is there now.
    this.#saved = mergeUpdates([this.#saved, Y.encodeStateAsUpdate(first)]);
    this.#shown = hasTwistedItem(first) ? undefined : shown(first);
    for (const scribe of this.#scribes) scribe.destroy();
    this.#scribes = [];
  }

  /** Checks what is on disk, when everybody has left. */
  checkHeld(held: Held): void {
    const ydoc = materialise(held);
    expect(Y.snapshotContainsUpdate(Y.snapshot(ydoc), this.#saved)).toBe(true);
    if (this.#shown !== undefined) expect(shown(ydoc)).toBe(this.#shown);
    ydoc.destroy();
  }
}

/** Waits for all, also when some fail; then rejects with all that went wrong. */
export async function together(work: readonly Promise<unknown>[]): Promise<void> {
  const failures = (await Promise.allSettled(work)).flatMap((end) =>
    end.status === "rejected" ? [end.reason] : [],
  );
  if (failures.length > 0) throw new AggregateError(failures.flatMap((each) => each.errors ?? [each]));
}

/** All of a document as whoever reads it at once has it, however it came about. */
function stateOf(ydoc: Y.Doc): Uint8Array {
  const copy = materialise({ snapshot: { state: Y.encodeStateAsUpdate(ydoc) }, tail: [] });
  const state = Y.encodeStateAsUpdate(copy);
  copy.destroy();
  return state;
}
