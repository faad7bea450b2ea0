import { expect, test } from "vitest";
import * as Y from "yjs";
import { Blocks } from "./blocks.ts";
import { MadeBlocks, mostMade } from "./made-blocks.ts";

/** A document of one block, whose sole writer notes what they do. */
function start() {
  const ydoc = new Y.Doc();
  ydoc.clientID = 7;
  const fragment = ydoc.getXmlFragment("document");
  const blocks = new Blocks({ fragment, idAttribute: "id", isTextblock: undefined, mayHold: undefined });
  const made = new MadeBlocks(ydoc, blocks);
  ydoc.on("afterTransaction", (transaction) => made.note(transaction));
  const block = (id: string) => {
    const element = new Y.XmlElement("paragraph");
    element.setAttribute("id", id);
    return element;
  };
  /** A block with this id takes the place of the one that is there, as where one is turned into another kind. */
  const make = (id: string) =>
    ydoc.transact(() => {
      fragment.delete(0, fragment.length);
      fragment.insert(0, [block(id)]);
    });
  return { ydoc, fragment, made, make, block };
}

/** Somebody else's copy of a block, by a client with a higher id. */
function copyOf(block: Y.XmlElement): Y.XmlElement {
  const other = new Y.Doc();
  other.clientID = 9;
  other.getXmlFragment("document").insert(0, [block]);
  return block;
}

test("of the blocks that a session made anew it remembers the latest, however many there were", () => {
  const { ydoc, fragment, made, make, block } = start();
  for (let round = 0; round < mostMade + 10; round++) {
    const id = `b${round}`;
    fragment.insert(0, [block(id)]);
    make(id);
  }
  expect(made.size).toBe(mostMade);
  const named = { clients: new Map([[7, [{ clock: 0, len: Y.getState(ydoc.store, 7) }]]]) };
  made.contest(named);
  expect(made.outlives("b0", copyOf(block("b0")))).toBe(false);
  const last = `b${mostMade + 9}`;
  expect(made.outlives(last, copyOf(block(last)))).toBe(true);
});

test("a block that is made anew again is one of the latest", () => {
  const { ydoc, fragment, made, make, block } = start();
  for (let round = 0; round < mostMade; round++) {
    fragment.insert(0, [block(`b${round}`)]);
    make(`b${round}`);
  }
  fragment.insert(0, [block("b0")]);
  make("b0");
  fragment.insert(0, [block("new")]);
  make("new");
  made.contest({ clients: new Map([[7, [{ clock: 0, len: Y.getState(ydoc.store, 7) }]]]) });
  expect(made.outlives("b0", copyOf(block("b0")))).toBe(true);
  expect(made.outlives("b1", copyOf(block("b1")))).toBe(false);
});
