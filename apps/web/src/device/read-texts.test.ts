import type { ShelvedDocument } from "@quire/client/device";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { readTexts } from "./read-texts.ts";

function kept(count: number, bytes = 100) {
  const read: string[] = [];
  const shelf = {
    list: async () =>
      Array.from({ length: count }, (_, number) => ({ id: `d${number}`, bytes }) as ShelvedDocument),
    read: async (id: string) => {
      read.push(id);
      const ydoc = new Y.Doc();
      const [text, item, inside] = [new Y.XmlText("A Hor"), new Y.XmlElement("item"), new Y.XmlText("Élan")];
      ydoc.getXmlFragment("document").insert(0, [text, item]);
      text.insert(5, "net", { strong: {} });
      item.insert(0, [inside]);
      return ydoc;
    },
  };
  return { shelf, read };
}

test("OF-5 all words of what is on the device are read, whatever they stand in and however they look", async () => {
  const told: ReadonlyMap<string, string>[] = [];
  await readTexts(kept(20).shelf, new AbortController().signal, (texts) => told.push(texts));
  expect(told.map(({ size }) => size)).toEqual([16, 20]);
  expect(told.at(-1)?.get("d19")).toBe("a hornet\nelan");
});

test("OF-5 what is very long is left out, and nothing is read any more once nobody searches", async () => {
  const long = kept(3, 5 * 1024 * 1024);
  const told: ReadonlyMap<string, string>[] = [];
  await readTexts(long.shelf, new AbortController().signal, (texts) => told.push(texts));
  expect(long.read).toEqual([]);
  expect(told.map(({ size }) => size)).toEqual([0]);
  const short = kept(40);
  const ended = new AbortController();
  await readTexts(short.shelf, ended.signal, () => ended.abort());
  expect(short.read).toHaveLength(16);
});
