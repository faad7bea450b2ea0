import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { applyAwarenessUpdate, encodeAwarenessUpdate } from "y-protocols/awareness";
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
import { caretsOf } from "./carets.ts";
import type { Carets } from "./carets-state.ts";
import { syncState } from "./sync-state.ts";

const commands = ["heading-1", "quote", "bullet-list", "plain", "code-block", "divider", "undo", "redo"];
const action = fc.oneof(
  fc.tuple(fc.constant("type" as const), fc.constantFrom("ab ", "x", "- ")),
  fc.tuple(
    fc.constant("press" as const),
    fc.constantFrom("Enter", "Backspace", "Delete", "Tab", "Shift-Enter"),
  ),
  fc.tuple(fc.constant("run" as const), fc.constantFrom(...commands)),
);
const move = fc.record({ isMine: fc.boolean(), block: fc.nat(5), from: fc.nat(12), to: fc.nat(12), action });
type Move = typeof move extends fc.Arbitrary<infer One> ? One : never;

function doIt({ view, editor }: Peer, { block, from, to, action: [kind, what] }: Move): void {
  const index = block % view.state.doc.childCount;
  const node = view.state.doc.child(index);
  if (node.isTextblock) {
    const { size } = node.content;
    put(view, index, Math.min(from, size), index, Math.min(to, size));
  }
  if (kind === "type") type(view, what);
  else if (kind === "press") press(view, what);
  else editor.run(what);
}

function caretsIn({ view: { state } }: Peer): Carets {
  return caretsOf(state)?.carets ?? new Map();
}

/** What each caret holds on to whose letter is still there: where it is drawn, and where the shared document has it. */
function places(peer: Peer): readonly (readonly [drawn: number | null, held: number])[] {
  const { binding } = syncState(peer.view.state) ?? {};
  return [...caretsIn(peer).values()].flatMap(({ anchor, head }) =>
    [anchor, head].flatMap(({ relative, pos }) => {
      const held = binding?.toAbsolute(relative);
      return held?.isAlive ? [[pos, held.pos] as const] : [];
    }),
  );
}

test("RT-7 carets that shift along with changes are where the shared document has them", async () => {
  let compared = 0;
  const spot = fc.record({ block: fc.nat(2), from: fc.nat(12), to: fc.nat(12) });
  await fc.assert(
    fc.asyncProperty(
      fc.array(spot, { minLength: 2, maxLength: 2 }),
      fc.array(move, { maxLength: 15 }),
      async (spots, moves) => {
        const mine = open(
          shared(
            p("one two three", { id: "a" }),
            li("bullet", "four", { id: "b" }),
            pre("five\nsix", { id: "c" }),
          ),
        );
        const other = open(copy(mine.ydoc));
        await vi.dynamicImportSettled(); // carets are shown then
        const watched = spots.map(({ block, from, to }) => {
          const peer = open(copy(mine.ydoc));
          const { size } = peer.view.state.doc.child(block).content;
          peer.view.focus();
          put(peer.view, block, Math.min(from, size), block, Math.min(to, size));
          const { awareness } = peer;
          applyAwarenessUpdate(
            mine.awareness,
            encodeAwarenessUpdate(awareness, [awareness.clientID]),
            "wire",
          );
          return peer;
        });
        try {
          expect(caretsIn(mine).size).toBe(2);
          for (const one of moves) {
            doIt(one.isMine ? mine : other, one);
            if (one.isMine) continue;
            const before = mine.view.state.doc;
            exchange(mine.ydoc, other.ydoc);
            // What this page changed itself is settled by others' next change.
            if (mine.view.state.doc === before) continue;
            const found = places(mine);
            compared += found.length;
            expect(found.map(([drawn]) => drawn)).toEqual(found.map(([, held]) => held));
          }
        } finally {
          for (const peer of [mine, other, ...watched]) close(peer);
        }
      },
    ),
    { numRuns: process.env.QUIRE_PROVE === "1" ? 400 : 40 },
  );
  expect(compared).toBeGreaterThan(100);
});
