import { expect, test } from "vitest";
import * as Y from "yjs";
import { Arrivals, pathOf } from "./arrivals.ts";

/** A document of paragraphs, as two people have it; what the other one does then arrives in one piece. */
function twoOf(...texts: readonly string[]) {
  const [mine, theirs] = [new Y.Doc(), new Y.Doc()];
  const fragment = mine.getXmlFragment("document");
  fragment.push(texts.map(paragraph));
  Y.applyUpdate(theirs, Y.encodeStateAsUpdate(mine));
  const arrivals = new Arrivals();
  const bring = () => {
    const take = (transaction: Y.Transaction) => arrivals.add(transaction);
    mine.on("afterTransaction", take);
    Y.applyUpdate(mine, Y.encodeStateAsUpdate(theirs), "server");
    mine.off("afterTransaction", take);
    return arrivals.get();
  };
  return { mine: fragment, theirs: theirs.getXmlFragment("document"), client: theirs.clientID, bring };
}

function paragraph(text: string): Y.XmlElement {
  const element = new Y.XmlElement("paragraph");
  element.insert(0, [new Y.XmlText(text)]);
  return element;
}

const textOf = (parent: Y.XmlFragment, index: number) =>
  (parent.get(index) as Y.XmlElement).get(0) as Y.XmlText;

test("many letters in a block are one change of it, by who wrote them", () => {
  const { mine, theirs, client, bring } = twoOf("one", "two");
  for (const letter of " more") textOf(theirs, 1).insert(textOf(theirs, 1).length, letter);
  const { changes, clients, blocks } = bring();
  expect(changes).toBe(1);
  expect([...clients]).toEqual([client]);
  expect(blocks).toEqual([mine.get(1)]);
});

test("new blocks are a change each, with all that is in them; so are an attribute and the title", () => {
  const { mine, theirs, bring } = twoOf("one", "two");
  const quote = new Y.XmlElement("callout");
  quote.insert(0, [paragraph("within"), paragraph("it")]);
  theirs.insert(1, [paragraph("between"), quote]);
  (theirs.get(3) as Y.XmlElement).setAttribute("kind", "heading");
  theirs.doc?.getText("title").insert(0, "Title");
  const { changes, blocks } = bring();
  expect(changes).toBe(4);
  expect(blocks).toEqual([mine.get(1), mine.get(2), mine.get(3)]);
});

test("what was only taken away is a change of nobody's, and nowhere to go to", () => {
  const { theirs, bring } = twoOf("one", "two", "three");
  theirs.delete(0, 2);
  expect(bring()).toMatchObject({ changes: 1, clients: new Set(), blocks: [] });
});

test("OF-2 what came and is gone again is no change and nobody's, as is the first record of a document made offline", () => {
  const { theirs, bring } = twoOf("one");
  const title = theirs.doc?.getText("title");
  title?.insert(0, "-");
  title?.delete(0, 1);
  textOf(theirs, 0).insert(0, "typed");
  textOf(theirs, 0).delete(0, 5);
  theirs.push([paragraph("a block")]);
  theirs.delete(1, 1);
  expect(bring()).toMatchObject({ changes: 0, clients: new Set(), blocks: [] });
});

test("OF-2 an attribute that came is a change", () => {
  const { mine, theirs, client, bring } = twoOf("one");
  (theirs.get(0) as Y.XmlElement).setAttribute("kind", "heading");
  expect(bring()).toMatchObject({ changes: 1, clients: new Set([client]), blocks: [mine.get(0)] });
});

test("nothing new is no change", () => {
  expect(twoOf("one").bring().changes).toBe(0);
});

test("a block's path leads to it from the root, in blocks within blocks too", () => {
  const { mine } = twoOf("one");
  const callout = new Y.XmlElement("callout");
  mine.push([callout]);
  const inner = paragraph("inner");
  callout.insert(0, [paragraph("first"), inner]);
  expect(pathOf(inner)).toEqual([1, 1]);
  callout.delete(1, 1);
  expect(pathOf(inner)).toBeUndefined();
});
