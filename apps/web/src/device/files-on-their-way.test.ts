import type { KeptFile } from "@quire/client";
import { afterEach, expect, test, vi } from "vitest";
import { FilesOnTheirWay } from "./files-on-their-way.ts";

afterEach(() => vi.unstubAllGlobals());

const file = new File(["x"], "a.png");
const why = "It is too large.";

/** What this page brings into the document `doc`, and a device of which the test decides what it has. */
function start(takes = true) {
  const here = new Map<string, KeptFile>();
  let isBroken = false;
  const write = async (change: () => void) => {
    if (isBroken) throw new Error("the disk is full");
    change();
  };
  const onTheirWay = new FilesOnTheirWay({
    files: {
      has: (id) => here.has(id),
      of: async () => [...here.values()],
      addOnItsWay: (kept) =>
        takes ? write(() => here.set(kept.id, kept)) : Promise.reject(new Error("full")),
      // As the device does it: what was taken off it meanwhile does not come back.
      refuse: (kept, refusal) => write(() => here.has(kept.id) && here.set(kept.id, { ...kept, refusal })),
      remove: ({ id }) => write(() => here.delete(id)),
      settle: () => write(() => undefined),
    },
    nameOf: (id) => id,
    onChange: () => undefined,
    onLeft: () => undefined,
  });
  const bring = () => onTheirWay.bring({ documentId: "doc", file, place: "there" });
  return { onTheirWay, bring, here, breakDisk: () => (isBroken = true) };
}

test("V11 a file is the page's alone until it is on the device, and again when it is taken off it", async () => {
  const { onTheirWay, bring, here } = start();
  const onItsWay = bring();
  expect(onTheirWay.countOf("doc")).toBe(1);
  await onItsWay.kept;
  expect([onTheirWay.countOf("doc"), onItsWay.isHere()]).toEqual([0, true]);
  here.clear();
  expect([onTheirWay.countOf("doc"), onItsWay.isHere()]).toEqual([1, false]);
  await onItsWay.drop();
  expect(onTheirWay.countOf("doc")).toBe(0);
});

test("V11 what was refused is called kept only where it is on the device", async () => {
  const kept = start();
  expect(await kept.bring().refuse(why)).toMatchObject({ fileName: "a.png" });
  expect([...kept.here.values()]).toMatchObject([{ refusal: why }]);

  const full = start(false);
  expect(await full.bring().refuse(why)).toBeUndefined();

  const cleared = start();
  const onItsWay = cleared.bring();
  await onItsWay.kept;
  cleared.here.clear();
  expect(await onItsWay.refuse(why)).toBeUndefined();

  const broken = start();
  const onBroken = broken.bring();
  await onBroken.kept;
  broken.here.clear();
  broken.breakDisk();
  expect(await onBroken.refuse(why)).toBeUndefined();
});

test("J10 V11 where a browser has no locks a file stays the page's alone: another page could not tell that it is being sent", async () => {
  vi.stubGlobal("navigator", {});
  const { onTheirWay, bring, here } = start();
  const onItsWay = bring();
  expect(await onItsWay.kept).toBeUndefined();
  expect([onTheirWay.countOf("doc"), onItsWay.isHere(), here.size]).toEqual([1, false, 0]);
});
