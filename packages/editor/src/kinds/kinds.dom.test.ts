import { bind } from "@quire/binding";
import { type NodeName, schema } from "@quire/schema";
import { fromHtml, fromMarkdown, toHtml, toMarkdown } from "@quire/schema/convert";
import { type Node, Schema } from "prosemirror-model";
import { EditorState } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import * as Y from "yjs";
import { kindRows } from "../../test/kind-rows.ts";
import {
  exchange,
  opened,
  outline,
  type Peer,
  p,
  press,
  putIn,
  shared,
  two,
  type,
} from "../../test/peers.ts";

const rows = Object.entries(kindRows);

// What every kind must do. A kind without a row does not compile.
describe.each(rows)("%s", (_name, row) => {
  test("is typed, undone to the empty line, and done again", async () => {
    const { view, editor } = opened();
    await play(view, row.typed);
    expect(row.has(view.state.doc)).toBe(true);
    const made = outline(view);
    let steps = 0;
    while (editor.run("undo")) if (++steps > 20) throw new Error("undo has no end");
    expect(outline(view)).toEqual([""]);
    while (editor.run("redo")) if (--steps < 0) throw new Error("redo has no end");
    expect(outline(view)).toEqual(made);
    expect(row.has(view.state.doc)).toBe(true);
  });

  test("is pasted from elsewhere", async () => {
    const { view } = await ready(opened());
    view.pasteHTML(row.html);
    expect(row.has(view.state.doc)).toBe(true);
    expect(view.state.doc.textContent).toMatch(/x/);
  });

  test("is Markdown, and comes back from it", async () => {
    const doc = fromMarkdown(row.markdown);
    expect(row.has(doc)).toBe(true);
    expect(toMarkdown(doc)).toBe(row.markdown);
    const { view } = opened();
    await play(view, row.typed);
    // A footnote's name is drawn by lot.
    expect(toMarkdown(view.state.doc).replace(/\[\^[^\]]+\]/g, "[^1]")).toBe(row.markdown);
  });

  test("is HTML, and comes back from it", () => {
    const doc = fromMarkdown(row.markdown);
    expect(toHtml(doc)).toContain(row.exported);
    expect(fromHtml(toHtml(doc)).eq(doc)).toBe(true);
  });

  test("copied from one document and pasted into another, it is the same", async () => {
    const from = await ready(opened(...fromMarkdown(row.markdown).children));
    press(from.view, "Mod-a");
    press(from.view, "Mod-a");
    const { dom, text } = from.view.serializeForClipboard(from.view.state.selection.content());
    const to = await ready(opened());
    to.view.pasteHTML(dom.innerHTML);
    expect(outline(to.view)).toEqual(outline(from.view));
    expect(text).not.toBe("");
  });
});

test.each(rows)(
  "%s: made by one of the line in which another types, neither having heard, it has both people's words",
  async (name, row) => {
    const [a, b] = two(p("The line.", { id: "l" }));
    await vi.dynamicImportSettled(); // what puts words back comes after the text
    putIn(a.view, "The line.", 9);
    if (row.command === "") await play(a.view, [...(isBlock(name) ? ["Enter"] : []), ...row.typed]);
    else if (!a.editor.run(row.command, "http://x.org")) throw new Error(`${row.command} does not apply`);
    putIn(b.view, "The line.", 4);
    type(b.view, "Ben ");
    for (let round = 0; round < 3; round++) exchange(a.ydoc, b.ydoc);
    expect(outline(a.view)).toEqual(outline(b.view));
    const lines = outline(a.view).map((line) => line.replace("http://x.org", ""));
    expect(lines).toEqual(row.together);
    // Bold and its like are then what comes next has.
    if (row.command === "") expect(row.has(a.view.state.doc)).toBe(true);
  },
);

test.each(rows)("%s is reached by the keyboard alone, and left by it", async (_name, row) => {
  const { view, editor } = opened();
  const command = editor.commands.find(({ id }) => id === row.command);
  if (command?.in.includes("slash")) await play(view, [`/${command.label}`, "Enter", "x"]);
  else await play(view, command?.keys === undefined ? row.typed : [command.keys, "x"]);
  expect(row.has(view.state.doc)).toBe(true);
  await play(view, [...row.left, "y"]);
  expect(outline(view).at(-1)).toMatch(row.left.length > 0 ? /^y$/ : /y$/);
});

/** Whether it stands on a line of its own. */
function isBlock(name: string): boolean {
  return schema.nodes[name as NodeName]?.isBlock === true;
}

test.each(rows.filter(([, { older }]) => older === "sealed"))(
  "%s, in a page that lacks it, is sealed, and writing beside it changes none of it",
  (name, row) => {
    const ydoc = shared(...fromMarkdown(row.markdown).children, p("below"));
    const before = Y.encodeStateAsUpdate(ydoc);
    const view = olderView(ydoc, name);
    expect(Y.encodeStateAsUpdate(ydoc)).toEqual(before);
    expect(some(view.state.doc, (node) => node.type.name.startsWith("sealed_"))).toBe(true);
    view.dispatch(view.state.tr.insertText("!", view.state.doc.content.size - 1));
    expect(view.state.doc.textContent).toMatch(/below!$/);
    const later = opened();
    exchange(ydoc, later.ydoc);
    expect(row.has(later.view.state.doc)).toBe(true);
    expect(later.view.state.doc.textContent).toMatch(/below!$/);
  },
);

/** With what copies and pastes, which comes when somebody comes to write. */
async function ready(peer: Peer): Promise<Peer> {
  peer.view.dom.dispatchEvent(new FocusEvent("focus"));
  await vi.dynamicImportSettled();
  return peer;
}

/** Presses what is a key, types everything else. What is offered for a sign may come a little later. */
async function play(view: Peer["view"], keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    if (/^(?:Mod-|Shift-|Enter$|Tab$)/.test(key)) press(view, key);
    else type(view, key);
    await vi.dynamicImportSettled();
  }
}

/** The page of a version that had no such kind. */
function olderView(ydoc: Y.Doc, name: string): EditorView {
  const { nodes, marks } = schema.spec;
  const older = new Schema({
    nodes: nodes.remove(name),
    marks: marks.remove(name),
  });
  const { sealed_block: block, sealed_text: inline } = older.nodes;
  if (!block || !inline) throw new Error("a schema has something to seal with");
  const { doc, plugin } = bind({
    fragment: ydoc.getXmlFragment("document"),
    schema: older,
    sealed: { block, inline },
  });
  const view = new EditorView(document.createElement("div"), {
    state: EditorState.create({ doc, plugins: [plugin] }),
  });
  onTestFinished(() => view.destroy());
  return view;
}

function some(doc: Node, test: (node: Node) => boolean): boolean {
  let has = false;
  doc.descendants((inner) => {
    has ||= test(inner);
  });
  return has;
}
