import { expect, test } from "vitest";
import * as Y from "yjs";
import { applyNamedUpdate, onlyNamed, wireDeletes, wireDeletesOf, withoutNamed } from "./wire-deletes.ts";

test("what is named is cut out, and what is left or taken stays in order", () => {
  const set = {
    clients: new Map([
      [
        1,
        [
          { clock: 2, len: 2 },
          { clock: 8, len: 4 },
        ],
      ],
    ]),
  };
  const clocks = [{ clock: 0, len: 10 }];
  expect(withoutNamed(clocks, 1, set)).toEqual([
    { clock: 0, len: 2 },
    { clock: 4, len: 4 },
  ]);
  expect(onlyNamed(clocks, 1, set)).toEqual([
    { clock: 2, len: 2 },
    { clock: 8, len: 2 },
  ]);
  expect(withoutNamed(clocks, 2, set)).toEqual(clocks);
  expect(onlyNamed(clocks, 2, set)).toEqual([]);
});

test("RT-3 a sender names what it saw go, and not what Yjs deletes by itself where that arrives", () => {
  const [sender, receiver] = [new Y.Doc(), new Y.Doc()];
  sender.clientID = 1;
  const text = new Y.XmlText("seen");
  sender.getXmlFragment("f").insert(0, [text]);
  Y.applyUpdate(receiver, Y.encodeStateAsUpdate(sender));
  const [copy] = receiver.getXmlFragment("f").toArray() as Y.XmlText[];
  copy?.insert(4, "unseen");
  const updates: Uint8Array[] = [];
  sender.on("update", (update: Uint8Array) => updates.push(update));
  sender.getXmlFragment("f").delete(0, 1);
  const named: unknown[] = [];
  const gone: unknown[] = [];
  receiver.on("afterTransaction", (transaction) => {
    named.push(wireDeletes(transaction));
    gone.push(new Set(transaction.deleteSet.clients.keys()));
  });
  for (const update of updates) applyNamedUpdate(receiver, update, "wire");
  expect(named).toEqual([{ clients: new Map([[1, [{ clock: 0, len: 5 }]]]) }]);
  expect(gone).toEqual([new Set([1, receiver.clientID])]);
});

test("an update that deletes nothing names nothing, and need not be decoded", () => {
  const ydoc = new Y.Doc();
  ydoc.getText("t").insert(0, "abc");
  const update = Y.encodeStateAsUpdate(ydoc);
  expect(update.at(-1)).toBe(0);
  expect(wireDeletesOf(update).clients.size).toBe(0);
});
