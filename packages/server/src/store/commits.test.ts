import type { Database } from "lmdb";
import { expect, it } from "vitest";
import { Commits, type Key } from "./commits.ts";

/** A database whose commits and flushes a test makes. */
class HeldDatabase {
  readonly committed = Promise.withResolvers<boolean>();
  readonly flushed = Promise.withResolvers<void>();

  put(): void {}

  batch(write: () => void): Promise<boolean> {
    write();
    return Object.assign(this.committed.promise, { flushed: this.flushed.promise });
  }
}

function given() {
  const held = new HeldDatabase();
  const database = held as unknown as Database<unknown, Key>;
  const happened: string[] = [];
  const writing = new Commits(0).add([{ database, key: "a", value: 1 }]).then(() => happened.push("on disk"));
  return { held, happened, writing };
}

/** Resolves when all that could happen by now has. */
function quiet(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

it("W1 a write that is committed is not on disk before its flush", async () => {
  const { held, happened, writing } = given();
  held.committed.resolve(true);
  await quiet();
  expect(happened).toEqual([]);
  held.flushed.resolve();
  await writing;
  expect(happened).toEqual(["on disk"]);
});

it("W1 nothing is written behind what was given up when the store closed: none of it is called saved", async () => {
  // The first try fails, and the one that closing makes; what came behind would go through.
  let tries = 0;
  const batch = () =>
    ++tries <= 2 ? Promise.reject(new Error("no space left on device")) : Promise.resolve(true);
  const database = { batch } as unknown as Database<unknown, Key>;
  const commits = new Commits(0);
  const lost = commits.add([{ database, key: "a", value: 1 }]);
  await new Promise<void>((failed) => commits.subscribe(() => failed()));
  const behind = commits.add([{ database, key: "b", value: 1 }]);
  const closing = commits.close();
  await expect(lost).rejects.toThrow("no space left");
  await expect(behind).rejects.toThrow("no space left");
  await closing;
  expect(tries).toBe(2);
});

it("R4 a condition that cannot be asked refuses its own writes, and holds up nobody else's", async () => {
  const written: unknown[] = [];
  const database = {
    put: (key: unknown) => void written.push(key),
    batch: (write: () => void) => Promise.resolve(write()).then(() => true),
  } as unknown as Database<unknown, Key>;
  const commits = new Commits(0);
  const holds = (): boolean => {
    throw new Error("the snapshot does not decode");
  };
  const refused = commits.addIf({ name: "one", holds }, [{ database, key: "a", value: 1 }]);
  const others = commits.add([{ database, key: "b", value: 1 }]);
  await expect(refused).rejects.toThrow("the snapshot does not decode");
  await others;
  expect(written).toEqual(["b"]);
  await commits.close();
});
