import type { DrawerEntry } from "@quire/client";
import { fragmentName, writeTitle } from "@quire/schema";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { readEntry, writeMarkdown } from "./entry-words.ts";

function entry(ydoc: Y.Doc, since?: Uint8Array): DrawerEntry {
  const state = Y.encodeStateAsUpdate(ydoc);
  const told = { id: "a", documentId: "b", refusedAt: 1, code: 4403, reason: "" };
  return { ...told, state, since };
}

function write(ydoc: Y.Doc, text: string): Y.XmlText {
  const block = new Y.XmlElement("paragraph");
  const shared = new Y.XmlText(text);
  block.insert(0, [shared]);
  ydoc.getXmlFragment(fragmentName).push([block]);
  return shared;
}

test("V5 an entry has its title, its words, and what the server had of them", () => {
  const ydoc = new Y.Doc();
  writeTitle(ydoc, "Plan");
  const first = write(ydoc, "Saved words.");
  const since = Y.encodeStateVector(ydoc);
  first.insert(5, " unsent");
  write(ydoc, "A line.");
  first.delete(0, 1);
  expect(readEntry(entry(ydoc, since))).toEqual({
    title: "Plan",
    text: "aved unsent words.\nA line.",
    before: "aved words.",
  });
  expect(readEntry(entry(ydoc)).before).toBeUndefined();
});

test("V5 an entry is Markdown", async () => {
  const ydoc = new Y.Doc();
  write(ydoc, "Bold").format(0, 4, { strong: {} });
  expect(await writeMarkdown(entry(ydoc))).toBe("**Bold**\n");
});
