import { describe, expect, test } from "vitest";
import type * as Y from "yjs";
import { createRandom, type Random } from "../../../../trouble/random.ts";
import { printedSeed, runs } from "../../../../trouble/runs.ts";
import { type EditName, edit, edits } from "../../test/edits.ts";
import { br, cell, h, image, li, p, row, schema, table, text, ul } from "../../test/schema.ts";
import { copyOf, exchange, sharedDoc, UndoPage } from "../../test/undo-page.ts";
import { bind } from "../bind.ts";
import { redo, undo } from "./undo-plugin.ts";

const blocks = () => [
  h("title", { level: 1, id: "h" }),
  p([text("one "), text("two", "strong"), br(), text(" three"), image("a.png")], { id: "p" }),
  ul([li([p("item")]), li([p("other")])]),
  table([row([cell([p("1")]), cell([p("2")])])]),
  p("last words", { id: "l" }),
];

function editAtRandom(page: UndoPage, random: Random): void {
  const tr = edit(page.state, random.pick(Object.keys(edits) as EditName[]), random);
  if (tr) page.dispatch(tr);
}

/** The document as somebody sees it who opens it now: the view may also have what is not stored, as marks of a line break. */
function stored(ydoc: Y.Doc): unknown {
  return bind({ fragment: copyOf(ydoc).getXmlFragment("document"), schema }).doc.toJSON();
}

describe("UN-1 undo of all that was edited", () => {
  test("brings the first document back, and redo the last one", { timeout: 1_200_000 }, () => {
    const seed = printedSeed("undo in an editor");
    for (let round = 0; round < runs(30, 1500); round++) {
      const random = createRandom(seed + round);
      const ydoc = sharedDoc(...blocks());
      const page = new UndoPage(ydoc, { pauseMs: 0 });
      const before = stored(ydoc);
      for (let turn = 0; turn < 25; turn++) {
        editAtRandom(page, random);
        if (random.below(8) === 0) page.run(undo);
        if (random.below(16) === 0) page.run(redo);
      }
      while (page.run(redo));
      const after = stored(ydoc);
      while (page.run(undo));
      const name = `QUIRE_SEED=${seed + round}`;
      expect(stored(ydoc), name).toEqual(before);
      while (page.run(redo));
      expect(stored(ydoc), name).toEqual(after);
      page.hide();
    }
  });
});

describe("UN-4 undo of two who edit at once", () => {
  test("never throws, and both end with the same", { timeout: 1_200_000 }, () => {
    const seed = printedSeed("undo in two editors");
    for (let round = 0; round < runs(30, 1500); round++) {
      const random = createRandom(seed + round);
      const ydoc = sharedDoc(...blocks());
      const pages = [ydoc, copyOf(ydoc)].map((each) => ({ ydoc: each, page: new UndoPage(each) }));
      const [a, b] = [pages[0]!, pages[1]!];
      for (let turn = 0; turn < 60; turn++) {
        const { page } = random.pick(pages);
        const dice = random.below(8);
        if (dice < 2) page.run(undo);
        else if (dice === 2) page.run(redo);
        else if (dice === 3) exchange(a.ydoc, b.ydoc);
        else editAtRandom(page, random);
      }
      for (let times = 0; times < 3; times++) exchange(a.ydoc, b.ydoc);
      for (const each of pages) {
        expect(stored(each.ydoc), `QUIRE_SEED=${seed + round}`).toEqual(stored(a.ydoc));
        each.page.hide();
      }
    }
  });
});
