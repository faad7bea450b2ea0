import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DocumentId } from "@quire/protocol";
import { afterEach, beforeEach, expect, it } from "vitest";
import { encodeLogRecord } from "./log-record.ts";
import { openStore } from "./store.ts";

const id = "a-document-of-text" as DocumentId;
let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "quire-text-"));
});

afterEach(() => rmSync(directory, { recursive: true }));

/** A record in which these people wrote so many bytes each. */
function written(...people: readonly (readonly [personId: string, bytes: number])[]): Uint8Array {
  const entries = people.map(([personId, bytes]) => ({
    personId,
    clientId: 1,
    update: new Uint8Array(bytes),
  }));
  return encodeLogRecord({ time: 1, entries });
}

it("B152 what is added before the first count is on disk adds to it, and nobody's tidying counts", async () => {
  const before = await openStore(directory, 0);
  await before.append(id, 1, written(["ann", 100], ["ben", 10], ["", 1_000]), false);
  await before.close();

  const first = await openStore(directory, 0, { countsText: true });
  expect([first.text?.of("ann"), first.text?.ofAll]).toEqual([100, 110]);
  first.text?.add("ann", 5);
  expect([first.text?.of("ann"), first.text?.of("ben"), first.text?.ofAll]).toEqual([105, 10, 115]);
  await first.append(id, 2, written(["ann", 5]), false);
  await first.close();

  const second = await openStore(directory, 0, { countsText: true });
  expect([second.text?.of("ann"), second.text?.of("ben"), second.text?.ofAll]).toEqual([105, 10, 115]);
  await second.close();
});
