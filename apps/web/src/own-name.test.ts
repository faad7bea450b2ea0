import { readTitle, writeTitle } from "@quire/schema";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { Arrivals } from "./arrivals.ts";
import { withoutOwnName } from "./own-name.ts";

/** A document called "Plan", and what came to it: by the server, which writes each name as somebody new, and by Ben. */
function came(...deeds: readonly ((theirs: { ben: Y.Doc; rename: (title: string) => void }) => void)[]) {
  const [mine, ben] = [new Y.Doc(), new Y.Doc()];
  writeTitle(mine, "Plan");
  Y.applyUpdate(ben, Y.encodeStateAsUpdate(mine));
  const rename = (title: string) => {
    const server = new Y.Doc();
    Y.applyUpdate(server, Y.encodeStateAsUpdate(ben));
    writeTitle(server, title);
    Y.applyUpdate(ben, Y.encodeStateAsUpdate(server));
  };
  for (const deed of deeds) deed({ ben, rename });
  const arrivals = new Arrivals();
  mine.on("afterTransaction", (transaction: Y.Transaction) => arrivals.add(transaction));
  Y.applyUpdate(mine, Y.encodeStateAsUpdate(ben), "server");
  return { mine, ben, arrived: arrivals.get() };
}

test("OF-2 a name that was given on this device did not arrive from anybody", () => {
  // Also one that only takes something away.
  for (const name of ["Plan for May", "Pla"]) {
    const { mine, arrived } = came(({ rename }) => rename(name));
    expect(arrived.changes).toBe(1);
    expect(readTitle(mine)).toBe(name);
    expect(withoutOwnName(arrived, mine, name)).toMatchObject({ changes: 0, clients: new Set() });
  }
});

test("OF-2 what others wrote beside a name of mine is told, and by whom", () => {
  const { mine, ben, arrived } = came(
    ({ rename }) => rename("Plan for May"),
    ({ ben: theirs }) => {
      const block = new Y.XmlElement("paragraph");
      theirs.getXmlFragment("document").push([block]);
    },
  );
  expect(arrived.changes).toBe(2);
  const left = withoutOwnName(arrived, mine, "Plan for May");
  expect(left).toMatchObject({ changes: 1, clients: new Set([ben.clientID]) });
  expect(left.blocks).toEqual(arrived.blocks);
});

test("OF-2 another name than mine arrived, and so did one where I gave none", () => {
  const { mine, arrived } = came(
    ({ rename }) => rename("Mine"),
    ({ rename }) => rename("Somebody's"),
  );
  expect(withoutOwnName(arrived, mine, "Mine")).toBe(arrived);
  expect(withoutOwnName(arrived, mine, undefined)).toBe(arrived);
});

test("OF-2 where no name came, that the document is called as I said takes nothing away", () => {
  const { mine, arrived } = came(({ ben }) => {
    ben.getXmlFragment("document").push([new Y.XmlElement("paragraph")]);
  });
  expect(withoutOwnName(arrived, mine, "Plan")).toBe(arrived);
});
