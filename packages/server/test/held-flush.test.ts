import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Store } from "../src/store/store.ts";
import { Peer } from "./peer.ts";
import { startServer } from "./server.ts";

let server: Awaited<ReturnType<typeof startServer>>;
/** Lets what was appended be on disk; set while the test holds it back. */
let release: (() => void) | undefined;

beforeEach(async () => {
  server = await startServer({ commitWindowMs: 0 });
});
afterEach(async () => {
  release?.();
  vi.restoreAllMocks();
  await server.remove();
});

/** From now on nothing that is written is flushed, until it is released. */
function holdFlushes(): void {
  const held = Promise.withResolvers<void>();
  const append = Store.prototype.append;
  vi.spyOn(Store.prototype, "append").mockImplementation(async function (this: Store, ...args) {
    await append.apply(this, args);
    await held.promise;
  });
  release = held.resolve;
}

describe("saved", () => {
  it("ED-1 is not said before the flush, while everybody reads already what was written", async () => {
    const id = await server.create();
    const url = `${server.syncUrl}/${id}?saved=1`;
    const [ann, bob] = await Promise.all([Peer.join(url), Peer.join(url)]);
    await Promise.all([ann.allSaved(), bob.allSaved()]);
    const before = ann.saved;
    holdFlushes();
    ann.typeTitle("unsaved");
    await bob.until(() => bob.title === "unsaved");
    // An answer to this comes after everything that was said before it.
    await ann.probe();
    expect(ann.saved).toBe(before);
    release?.();
    await ann.allSaved();
    expect(ann.saved).toBe(before + 1);
    await Promise.all([ann.close(), bob.close()]);
  });

  it("ED-1 counts what brought nothing new only when what was there is flushed", async () => {
    const id = await server.create();
    const url = `${server.syncUrl}/${id}?saved=1`;
    const ann = await Peer.join(url);
    await ann.allSaved();
    holdFlushes();
    ann.typeTitle("unsaved");
    // Somebody who has it already from elsewhere: nothing of theirs is saved either.
    const bob = await Peer.join(url);
    expect(bob.title).toBe("unsaved");
    await bob.probe();
    expect(bob.saved).toBe(0);
    release?.();
    await Promise.all([ann.allSaved(), bob.allSaved()]);
    await Promise.all([ann.close(), bob.close()]);
  });
});
