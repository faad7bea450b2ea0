import fc from "fast-check";
import type { Node } from "prosemirror-model";
import { expect, test } from "vitest";
import {
  copy,
  exchange,
  hr,
  li,
  open,
  type Peer,
  p,
  pre,
  press,
  put,
  shared,
  type,
} from "../../test/peers.ts";
import { createFind } from "./find.ts";
import { findingIn } from "./find-plugin.ts";
import { matchesIn } from "./matches.ts";
import { answer, type RegexAnswer } from "./regex-answer.ts";
import type { RegexThread } from "./regex-thread.ts";

const isProof = process.env.QUIRE_PROVE === "1";
const seed = Number(process.env.QUIRE_SEED ?? 1);
console.info(`what is marked in a document: seed ${seed}`);

const act = fc.oneof(
  fc.record({ kind: fc.constant("type" as const), what: fc.constantFrom("ab", "b", "ba ", "# ", "x") }),
  fc.record({
    kind: fc.constant("press" as const),
    what: fc.constantFrom(
      "Enter",
      "Backspace",
      "Delete",
      "Tab",
      "Shift-Enter",
      "Mod-b",
      "Mod-z",
      "Mod-Shift-z",
    ),
  }),
  fc.record({
    kind: fc.constant("run" as const),
    what: fc.constantFrom("quote", "code-block", "divider", "link"),
  }),
  fc.record({ kind: fc.constant("exchange" as const), what: fc.constant("") }),
  fc.record({
    kind: fc.constant("find" as const),
    what: fc.constantFrom("next", "previous", "replace", "all"),
  }),
  fc.record({ kind: fc.constant("search" as const), what: fc.constantFrom("ab", "b", "ba", "none", "") }),
);
const move = fc.record({ isOther: fc.boolean(), block: fc.nat(6), from: fc.nat(9), to: fc.nat(9), act });

for (const isRegex of [false, true]) {
  test(`what is marked is what a search from the start finds, ${isRegex ? "with answers that come late" : "whatever is done"}`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(move, { maxLength: 25 }), async (moves) => {
        const thread = new LateThread();
        const mine = open(shared(p("ab ba"), li("bullet", "abab"), pre("ab\nb"), hr(), p("ba")));
        const other = open(copy(mine.ydoc));
        const find = createFind(mine.editor, thread);
        let sought = "ab";
        const search = () => find.search({ text: sought, matchesCase: true, wholeWord: false, isRegex });
        search();
        for (const { isOther, act: given, ...place } of moves) {
          if (given.kind === "exchange") exchange(mine.ydoc, other.ydoc);
          else if (given.kind === "search") {
            sought = given.what;
            search();
          } else if (given.kind === "find") {
            if (given.what === "next") find.next();
            else if (given.what === "previous") find.previous();
            else if (given.what === "replace") find.replace("aab");
            else find.replaceAll("ba");
          } else doIt(isOther ? other : mine, place, given);
          if (!isRegex) expectAll(mine, sought, find.getSnapshot());
        }
        await thread.answerAll();
        expectAll(mine, sought, find.getSnapshot());
        find.destroy();
      }),
      { numRuns: isProof ? 3_000 : 150, seed },
    );
  });
}

interface Place {
  readonly block: number;
  readonly from: number;
  readonly to: number;
}

function doIt(
  { view, editor }: Peer,
  { block, from, to }: Place,
  given: { kind: string; what: string },
): void {
  const { doc } = view.state;
  const index = block % doc.childCount;
  const { isTextblock, content } = doc.child(index);
  if (isTextblock) put(view, index, Math.min(from, content.size), index, Math.min(to, content.size));
  if (given.kind === "type") type(view, given.what);
  else if (given.kind === "press") press(view, given.what);
  else editor.run(given.what, "https://example.org");
}

/** Looks at the whole document, block by block and letter by letter. */
function expectAll(
  { view: { state } }: Peer,
  sought: string,
  snapshot: { total: number; place: number },
): void {
  const wanted: number[] = [];
  state.doc.descendants((node, pos) => {
    if (node.isTextblock && sought !== "")
      for (const { index } of matchesIn(new RegExp(sought, "g"), lettersOf(node)))
        wanted.push(pos + 1 + index);
  });
  const marks = (findingIn(state)?.decorations.find() ?? []).toSorted((a, b) => a.from - b.from);
  expect(marks.map(({ from }) => from)).toEqual(wanted);
  expect(snapshot.total).toBe(wanted.length);
  const current = marks.findIndex((mark) => JSON.stringify(mark).includes("current"));
  expect(snapshot.place).toBe(current + 1);
}

function lettersOf(node: Node): string {
  return node.children.map((child) => child.text ?? " ".repeat(child.nodeSize)).join("");
}

/** Answers when it is told to. */
class LateThread implements RegexThread {
  readonly #waiting: (() => void)[] = [];

  ask(question: Parameters<RegexThread["ask"]>[0]): Promise<RegexAnswer> {
    return new Promise((resolve) => {
      this.#waiting.push(() => resolve(answer(question)));
    });
  }

  close(): void {
    this.#waiting.length = 0;
  }

  async answerAll(): Promise<void> {
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      next();
      await Promise.resolve().then(() => Promise.resolve());
    }
  }
}
