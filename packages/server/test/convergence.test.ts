import { findUnknown, readDocument, toText } from "@quire/schema";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as Y from "yjs";
import { createRandom, type Random } from "../../../trouble/random.ts";
import { printedSeed, runs } from "../../../trouble/runs.ts";
import { Peer } from "./peer.ts";
import { startServer } from "./server.ts";
import { Writer } from "./writer.ts";

let server: Awaited<ReturnType<typeof startServer>>;
beforeEach(async () => {
  server = await startServer({ roomGraceMs: 50 });
});
afterEach(() => server.remove());

/** Somebody who writes, on the line or off it. */
class Participant {
  readonly writer: Writer;
  readonly #url: string;
  #peer: Peer | undefined;

  constructor(random: Random, url: string) {
    this.writer = new Writer(random);
    this.#url = url;
  }

  async connect(): Promise<void> {
    if (this.#peer?.closed !== undefined) await this.leave();
    this.#peer ??= await Peer.join(this.#url, this.writer.ydoc);
  }

  async leave(): Promise<void> {
    await this.#peer?.close();
    this.#peer = undefined;
  }

  /** Everything of theirs is on the server's disk. */
  async rest(): Promise<void> {
    await this.connect();
    await this.#peer?.allSaved();
  }
}

describe("people who write in one document", () => {
  it(
    "CV-1 end up with the same, whatever they write, however often they or the server go and come back",
    async () => {
      const random = createRandom(printedSeed("convergence"));
      for (let round = 0; round < runs(3, 300); round++) {
        const id = await server.create({ markdown: "# Title\n\nOne *two* three.\n\n- four\n" });
        const url = `${server.syncUrl}/${id}?saved=1`;
        const people = Array.from({ length: 4 }, () => new Participant(random, url));
        await Promise.all(people.map((person) => person.connect()));
        for (let step = 0; step < 120; step++) {
          const person = random.pick(people);
          if (random.chance(0.04)) await person.leave();
          else if (random.chance(0.08)) await person.connect();
          else person.writer.edit();
          if (random.chance(0.1)) await new Promise((done) => setImmediate(done));
          if (step === 60 && round % 3 === 0) {
            await server.restart();
            await Promise.all(people.map((each) => each.connect()));
          }
        }
        await Promise.all(people.map((person) => person.rest()));
        const [first, ...others] = people.map(({ writer }) => writer);
        const shown = (writer: Writer) => [
          writer.fragment.toString(),
          writer.ydoc.getText("title").toString(),
        ];
        for (const other of others) await expect.poll(() => shown(other)).toEqual(shown(first!));
        for (const { writer } of people) {
          expect(writer.ydoc.store.pendingStructs ?? writer.ydoc.store.pendingDs).toBeNull();
          expect(findUnknown(writer.ydoc)).toEqual([]);
        }
        expect(await server.text(id)).toBe(toText(readDocument(first!.ydoc)));
        await Promise.all(people.map((person) => person.leave()));
        // Who comes to the empty room finds the same.
        const late = await Peer.join(url);
        expect(late.blocks).toBe(first!.fragment.toString());
        expect(Y.encodeStateVector(late.ydoc)).toEqual(Y.encodeStateVector(first!.ydoc));
        await late.close();
        for (const { writer } of people) writer.destroy();
      }
    },
    runs(60_000, 24 * 3_600_000),
  );
});
