import { findUnknown, readDocument } from "@quire/schema";
import fc from "fast-check";
import { expect, test } from "vitest";
import * as Y from "yjs";
import {
  close,
  copy,
  exchange,
  li,
  open,
  type Peer,
  p,
  pre,
  press,
  put,
  shared,
  type,
} from "../test/peers.ts";

const commands = [
  "heading-1",
  "quote",
  "bullet-list",
  "ordered-list",
  "task-list",
  "plain",
  "code-block",
  "divider",
  "callout",
  "duplicate",
  "delete-block",
  "bold",
  "undo",
  "redo",
];
const keys = [
  "Enter",
  "Backspace",
  "Delete",
  "Tab",
  "Shift-Tab",
  "Mod-Enter",
  "Shift-Enter",
  "Mod-b",
  "Alt-ArrowUp",
  "Alt-ArrowDown",
];
const action = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.tuple(
      fc.constant("type" as const),
      fc.constantFrom("ab ", "# ", "- ", "1. ", "x", "`y`", "/"),
    ),
  },
  { weight: 3, arbitrary: fc.tuple(fc.constant("press" as const), fc.constantFrom(...keys)) },
  { weight: 2, arbitrary: fc.tuple(fc.constant("run" as const), fc.constantFrom(...commands)) },
  { weight: 1, arbitrary: fc.tuple(fc.constant("exchange" as const), fc.constant("")) },
);
const move = fc.record({ who: fc.nat(2), block: fc.nat(5), from: fc.nat(12), to: fc.nat(12), action });

function doIt(
  peer: Peer,
  { block, from, to, action: [kind, what] }: typeof move extends fc.Arbitrary<infer Move> ? Move : never,
): void {
  const { doc } = peer.view.state;
  const index = block % doc.childCount;
  const size = doc.child(index).isTextblock ? doc.child(index).content.size : -1;
  if (size >= 0) put(peer.view, index, Math.min(from, size), index, Math.min(to, size));
  if (kind === "type") type(peer.view, what);
  else if (kind === "press") press(peer.view, what);
  else if (kind === "run") peer.editor.run(what);
}

test("RT-1 after any edits by three people, in any order of hearing, all documents are equal and can be drawn", () => {
  fc.assert(
    fc.property(fc.array(move, { maxLength: 40 }), (moves) => {
      const first = open(
        shared(p("one two", { id: "a" }), li("task", "three", { id: "b" }), pre("four\nfive", { id: "c" })),
      );
      const peers = [first, open(copy(first.ydoc)), open(copy(first.ydoc))];
      try {
        const ydocs = peers.map(({ ydoc }) => ydoc);
        for (const step of moves) {
          const peer = peers[step.who];
          if (step.action[0] === "exchange") exchange(...ydocs);
          else if (peer) doIt(peer, step);
        }
        exchange(...ydocs);
        const [expected] = ydocs.map((ydoc) => readDocument(ydoc));
        for (const { ydoc, view } of peers) {
          expect(findUnknown(ydoc)).toEqual([]);
          expect(readDocument(ydoc).toJSON()).toEqual(expected?.toJSON());
          expect(view.state.doc.toJSON()).toEqual(expected?.toJSON());
          expect(Y.encodeStateVector(ydoc)).toEqual(Y.encodeStateVector(first.ydoc));
          view.state.doc.check();
          const ids = view.state.doc.children.map((node) => node.attrs.id).filter((id) => id !== null);
          expect(ids.every((id) => typeof id === "string")).toBe(true);
        }
      } finally {
        close(...peers);
      }
    }),
    { numRuns: 60 },
  );
}, 60_000);
