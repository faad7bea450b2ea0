import { expect, it } from "vitest";
import * as Y from "yjs";
import { createRandom } from "../src/random.ts";
import { clientIdOf, firstUpdate, Typist, updateBehind } from "../src/typist.ts";
import { ByteReader } from "../src/wire/byte-reader.ts";
import { countCharacters } from "../src/wire/characters.ts";

function count(update: Uint8Array): Map<number, number> {
  const found = new Map<number, number>();
  const reader = new ByteReader();
  reader.moveTo(update, 0);
  countCharacters(reader, (client, characters) => found.set(client, (found.get(client) ?? 0) + characters));
  return found;
}

it("the characters of an update are counted as Yjs counts them, deleted ones too", () => {
  const ydoc = new Y.Doc();
  const random = createRandom(3);
  const typed = new Map<number, number>();
  const pieces = ["a", "déjà", "漢字", "🙂", " some words "];
  for (let edit = 0; edit < 500; edit++) {
    ydoc.clientID = 1 + random(5);
    const text = ydoc.getText("t");
    const at = random(text.length + 1);
    if (random(4) === 0 && at < text.length) {
      text.delete(at, 1);
    } else {
      const piece = pieces[random(pieces.length)] ?? "a";
      // Half of a pair of surrogates cannot be inserted between: Yjs would put a replacement there.
      text.insert(text.length, piece);
      typed.set(ydoc.clientID, (typed.get(ydoc.clientID) ?? 0) + piece.length);
    }
  }
  const found = count(Y.encodeStateAsUpdate(ydoc));
  expect(found).toEqual(typed);
});

it("what a document of Quire begins with has no characters", () => {
  const ydoc = new Y.Doc();
  const paragraph = new Y.XmlElement("paragraph");
  paragraph.setAttribute("id", "x");
  // Attributes of Quire's are numbers and truths too, which Yjs' types do not know.
  Reflect.apply(paragraph.setAttribute, paragraph, ["level", 300]);
  Reflect.apply(paragraph.setAttribute, paragraph, ["checked", true]);
  paragraph.insert(0, [new Y.XmlText()]);
  ydoc.getXmlFragment("document").insert(0, [paragraph]);
  expect([...count(Y.encodeStateAsUpdate(ydoc)).values()]).toEqual([]);
});

it("a typist's characters make one text in whatever document they are put", () => {
  const typist = new Typist(77, { strideLength: 5 });
  typist.prepare(50);
  const textOf = (ydoc: Y.Doc) => {
    const text = ydoc.getXmlFragment("document").get(0);
    if (text instanceof Y.XmlText) return text;
    throw new Error("the document has no text");
  };
  const other = new Y.Doc();
  other.getXmlFragment("document").insert(0, [new Y.XmlText()]);
  Y.applyUpdate(other, firstUpdate(typist.clientId, [Y.encodeStateAsUpdate(other)], textOf));
  for (let index = 1; index < 50; index++) Y.applyUpdate(other, typist.update(index));
  expect(textOf(other).length).toBe(50);
  expect(other.store.pendingStructs).toBeNull();
});

it("a character behind another client's is the bytes that Yjs would send", () => {
  const ydoc = new Y.Doc();
  const updates: string[] = [];
  ydoc.on("update", (update: Uint8Array) => updates.push(Buffer.from(update).toString("hex")));
  for (let tab = 0; tab < 5; tab++) {
    ydoc.clientID = clientIdOf(tab);
    ydoc.getText("t").insert(tab, "a");
  }
  const made = [1, 2, 3, 4].map((tab) => updateBehind(clientIdOf(tab), clientIdOf(tab - 1)));
  expect(made.map((update) => Buffer.from(update).toString("hex"))).toEqual(updates.slice(1));
});
