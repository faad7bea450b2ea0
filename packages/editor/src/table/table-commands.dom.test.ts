import { tableGrid } from "@quire/schema";
import { TextSelection } from "prosemirror-state";
import { expect, onTestFinished, test, vi } from "vitest";
import { opened, outline, p, press, putIn, table, type } from "../../test/peers.ts";
import { createFind } from "../find/find.ts";
import { CellSelection } from "./cell-selection.ts";
import { cellPos, tableAt } from "./table-place.ts";

const rows = [
  ["#a", "#b", "#c"],
  ["d", "e", "f"],
  ["g", "h", "i"],
] as const;

type View = ReturnType<typeof opened>["view"];

const selections: readonly (readonly [string, (view: View) => void])[] = [
  ["a caret in a cell", (view) => putIn(view, "e", 1)],
  [
    "selected cells",
    (view) => {
      const place = tableAt(view.state.doc, view.state.doc.child(0).nodeSize);
      const [first, last] = [place?.grid.at(1, 1), place?.grid.at(2, 2)];
      if (!place || !first || !last) throw new Error("the table is the second block");
      const cells = CellSelection.between(view.state.doc, cellPos(place, first), cellPos(place, last));
      if (cells) view.dispatch(view.state.tr.setSelection(cells));
    },
  ],
  [
    "words from one cell to another",
    (view) => {
      putIn(view, "e");
      const { from } = view.state.selection;
      putIn(view, "h", 1);
      const { doc, selection, tr } = view.state;
      view.dispatch(tr.setSelection(TextSelection.create(doc, from, selection.from)));
    },
  ],
  [
    "words from one cell to the next",
    (view) => {
      putIn(view, "d");
      const { from } = view.state.selection;
      putIn(view, "e", 1);
      const { doc, selection, tr } = view.state;
      view.dispatch(tr.setSelection(TextSelection.create(doc, from, selection.from)));
    },
  ],
  [
    "words from above the table into it",
    (view) => {
      putIn(view, "h", 1);
      const { doc, selection, tr } = view.state;
      view.dispatch(tr.setSelection(TextSelection.create(doc, 2, selection.from)));
    },
  ],
  ["the line below the table", (view) => putIn(view, "below")],
];

test.each(selections)(
  "every command, and every key that writes, leaves a whole table, with %s",
  async (_name, select) => {
    const { commands } = opened().editor;
    const keys = [
      "Enter",
      "Shift-Enter",
      "Backspace",
      "Delete",
      "Mod-Backspace",
      "Mod-Delete",
      "Mod-Enter",
      "Tab",
      "Shift-Tab",
    ];
    const deeds = [
      ...commands.filter(({ group }) => group === "block" || group === "insert").map(({ id }) => id),
      ...keys.map((key) => `key ${key}`),
      "type x",
    ];
    const broken: string[] = [];
    for (const deed of deeds) {
      const { view, editor } = opened(p("above"), table(...rows), p("below"));
      await vi.dynamicImportSettled();
      select(view);
      if (deed.startsWith("key ")) press(view, deed.slice(4));
      else if (deed === "type x") {
        press(view, "x");
        type(view, "x");
      } else editor.run(deed, "http://x.org");
      view.state.doc.check();
      view.state.doc.forEach((node) => {
        if (node.type.name === "table" && !tableGrid(node).isWhole) broken.push(deed, ...outline(view));
      });
    }
    expect(broken).toEqual([]);
  },
);

test("what is looked for is found and replaced in cells", () => {
  const { view, editor } = opened(p("word"), table(["#word", "a word"], ["x", "word"]));
  const find = createFind(editor);
  onTestFinished(() => find.destroy());
  find.search({ text: "word", matchesCase: false, wholeWord: false, isRegex: false });
  expect(find.getSnapshot().total).toBe(4);
  find.replaceAll("sign");
  expect(outline(view)).toEqual(["sign", "table", "| #sign | a sign", "| x | sign"]);
});
