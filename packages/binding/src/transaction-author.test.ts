import { expect, test } from "vitest";
import * as Y from "yjs";
import { authorOf, wireRemoverKey } from "./transaction-author.ts";

/** A page, and who it takes each of the others' transactions for. */
function reader() {
  const ydoc = new Y.Doc();
  const authors: (number | undefined)[] = [];
  ydoc.on("afterTransaction", (transaction: Y.Transaction) => authors.push(authorOf(transaction)));
  const hear = (update: Uint8Array, remover?: number) =>
    ydoc.transact(({ meta }) => {
      if (remover !== undefined) meta.set(wireRemoverKey, remover);
      Y.applyUpdate(ydoc, update);
    });
  return { authors, hear };
}

function writer(client: number, of?: Y.Doc): Y.Doc {
  const ydoc = new Y.Doc();
  ydoc.clientID = client;
  if (of) Y.applyUpdate(ydoc, Y.encodeStateAsUpdate(of));
  return ydoc;
}

test("a transaction is by who alone wrote in it, whoever is said to have removed something", () => {
  const { authors, hear } = reader();
  const [one, two] = [writer(1), writer(2)];
  one.getText("t").insert(0, "one");
  two.getText("t").insert(0, "two");
  const updates = [one, two].map((ydoc) => Y.encodeStateAsUpdate(ydoc));
  hear(updates[0] ?? new Uint8Array(), 7);
  hear(Y.mergeUpdates(updates));
  expect(authors).toEqual([1, 2]);
});

test("a transaction of several is by nobody", () => {
  const { authors, hear } = reader();
  const one = writer(1);
  one.getText("t").insert(0, "one");
  const two = writer(2, one);
  two.getText("t").insert(0, "two");
  hear(Y.encodeStateAsUpdate(two), 7);
  expect(authors).toEqual([undefined]);
});

test("a transaction that only deletes is by who is said to have done it, and else by nobody", () => {
  const { authors, hear } = reader();
  const one = writer(1);
  one.getText("t").insert(0, "one");
  hear(Y.encodeStateAsUpdate(one));
  const removals: Uint8Array[] = [];
  one.on("update", (update: Uint8Array) => removals.push(update));
  one.getText("t").delete(0, 1);
  one.getText("t").delete(0, 1);
  for (const [index, update] of removals.entries()) hear(update, [7, undefined][index]);
  expect(authors).toEqual([1, 7, undefined]);
});
