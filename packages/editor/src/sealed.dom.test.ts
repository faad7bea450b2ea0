import { schema } from "@quire/schema";
import type { Node } from "prosemirror-model";
import { AllSelection, EditorState, NodeSelection, Selection, TextSelection } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import { describe, expect, onTestFinished, test } from "vitest";
import { hr, p, press, type } from "../test/peers.ts";
import { findCommand } from "./commands/commands.ts";
import { finishChange } from "./finish-change.ts";
import { keymapPlugins } from "./keymap.ts";
import { createClipboard } from "./paste/clipboard-props.ts";
import { lostSealed } from "./sealed.ts";
import { sealedPlugin } from "./sealed-keys.ts";
import { takeSnapshot } from "./snapshot.ts";
import { typeOverPlugin } from "./type-over.ts";
import { sealedBlockView, sealedTextView } from "./views/sealed-view.ts";
import { createWordCount } from "./word-count.ts";
import { englishWords } from "./words.ts";

let keys = 0;

function block(text = "all\nthat", name = "gallery"): Node {
  return schema.node("sealed_block", { key: `${++keys}`, name, text });
}

function run(text = "H2O", name = "mark sub"): Node {
  return schema.node("sealed_text", { key: `${++keys}`, name, text });
}

/** A paragraph of text and sealed runs. */
function line(...content: readonly (string | Node)[]): Node {
  return schema.node(
    "paragraph",
    null,
    content.map((part) => (typeof part === "string" ? schema.text(part) : part)),
  );
}

/** A view as the editor makes it, on a document that nobody shares. */
function open(...blocks: readonly Node[]): EditorView {
  const place = document.body.appendChild(document.createElement("div"));
  const view = new EditorView(place, {
    state: EditorState.create({
      doc: schema.node("doc", null, [...blocks]),
      plugins: [sealedPlugin(), typeOverPlugin(), ...keymapPlugins()],
    }),
    ...createClipboard().props,
    nodeViews: { sealed_block: sealedBlockView(englishWords), sealed_text: sealedTextView(englishWords) },
    dispatchTransaction(tr) {
      view.updateState(view.state.apply(tr.docChanged ? finishChange(tr) : tr));
    },
  });
  onTestFinished(() => {
    view.destroy();
    place.remove();
  });
  return view;
}

/** The document in a line: `[…]` is sealed. */
function reading({ state }: EditorView): string {
  const read = (node: Node): string => {
    if (node.type.name.startsWith("sealed")) return `[${node.textContent.replaceAll("\n", "/")}]`;
    return node.isText || node.isLeaf ? (node.text ?? node.type.name) : node.children.map(read).join("");
  };
  return state.doc.children.map(read).join(" | ");
}

function select(view: EditorView, from: number, to = from): void {
  const { doc } = view.state;
  view.dispatch(view.state.tr.setSelection(TextSelection.between(doc.resolve(from), doc.resolve(to))));
}

/** Selects the first sealed thing as one. */
function selectSealed(view: EditorView): void {
  let at = -1;
  view.state.doc.descendants((node, pos) => {
    if (at < 0 && node.type.name.startsWith("sealed")) at = pos;
  });
  view.dispatch(view.state.tr.setSelection(NodeSelection.create(view.state.doc, at)));
}

function selected({ state }: EditorView): string | null {
  return state.selection instanceof NodeSelection ? state.selection.node.type.name : null;
}

function hold(view: EditorView, key: string): boolean {
  const event = new KeyboardEvent("keydown", { key, repeat: true });
  return view.someProp("handleKeyDown", (handle) => handle(view, event)) === true;
}

describe("D10 what the page cannot show goes only on purpose", () => {
  const edges: readonly [string, string, () => readonly Node[], number, string][] = [
    ["a block, before the text below", "Backspace", () => [p("a"), block(), p("b")], 5, "a | b"],
    ["a block, behind the text above", "Delete", () => [p("a"), block(), p("b")], 2, "a | b"],
    [
      "a block, from a heading",
      "Backspace",
      () => [p("a"), block(), p("b", { kind: "heading" })],
      5,
      "a | b",
    ],
    ["a run, before the caret", "Backspace", () => [line("a", run(), "b")], 3, "ab"],
    ["a run, behind the caret", "Delete", () => [line("a", run(), "b")], 2, "ab"],
    ["a run at the end of its line", "Backspace", () => [line("a", run())], 3, "a"],
    ["a run at the start of the line", "Delete", () => [line(run(), "a")], 1, "a"],
  ];
  for (const [what, key, blocks, at, after] of edges) {
    test(`D10 ${key} first selects ${what}, and takes it away when it is pressed again`, () => {
      const view = open(...blocks());
      const before = reading(view);
      select(view, at);
      expect(press(view, key)).toBe(true);
      expect(reading(view)).toBe(before);
      expect(selected(view)).toMatch(/^sealed/);
      // The key is still down.
      expect(hold(view, key)).toBe(true);
      expect(reading(view)).toBe(before);
      expect(press(view, key)).toBe(true);
      expect(reading(view)).toBe(after);
    });
  }

  test("D10 an empty line beside it goes first", () => {
    const view = open(p("a"), block(), p(), p("b"));
    select(view, 5);
    press(view, "Backspace");
    expect(reading(view)).toBe("a | [all/that] | b");
    expect(selected(view)).toBe("sealed_block");
    expect(hold(view, "Backspace")).toBe(true);
  });

  test("D10 a selection that reaches over it is deleted with it, and so is everything", () => {
    const over = open(p("abc"), block(), line("d", run(), "e"));
    select(over, 2, 9);
    press(over, "Backspace");
    expect(reading(over)).toBe("ae");
    const typedOver = open(line("a", run(), "b"));
    select(typedOver, 1, 4);
    type(typedOver, "x");
    expect(reading(typedOver)).toBe("x");
    const all = open(block());
    all.dispatch(all.state.tr.setSelection(new AllSelection(all.state.doc)));
    press(all, "Delete");
    expect(reading(all)).toBe("");
  });

  test("D10 the only block of a document can be taken away", () => {
    const view = open(block());
    selectSealed(view);
    press(view, "Backspace");
    expect(reading(view)).toBe("");
  });

  test("D10 a change that would take it along without it being selected is not made", () => {
    const view = open(p("a"), block(), line("b", run(), "c"));
    const before = reading(view);
    select(view, 1);
    view.dispatch(view.state.tr.delete(2, 8));
    view.dispatch(view.state.tr.insertText("x", 5, 7));
    select(view, 5);
    expect(findCommand("code-block")?.isEnabled(view.state)).toBe(false);
    selectSealed(view);
    view.dispatch(view.state.tr.replaceSelectionWith(hr()));
    expect(reading(view)).toBe(before);
  });

  test("D10 what is typed while it is selected goes behind it", () => {
    const inLine = open(line("a", run(), "b"));
    selectSealed(inLine);
    type(inLine, "x");
    expect(reading(inLine)).toBe("a[H2O]xb");
    const alone = open(block(), p("b"));
    selectSealed(alone);
    type(alone, "xy");
    expect(reading(alone)).toBe("[all/that] | xy | b");
  });

  test("D10 a line that is broken where it is selected breaks behind it", () => {
    for (const [keys, after] of [
      ["Enter", "a[H2O] | b"],
      ["Shift-Enter", "a[H2O]hard_breakb"],
    ] as const) {
      const view = open(line("a", run(), "b"));
      selectSealed(view);
      press(view, keys);
      expect(reading(view)).toBe(after);
    }
    const view = open(p("a"), block());
    selectSealed(view);
    press(view, "Enter");
    expect(reading(view)).toBe("a | [all/that] | ");
  });

  test("D10 what is pasted while it is selected goes behind it", () => {
    const view = open(block(), p("b"));
    selectSealed(view);
    view.pasteText("new");
    expect(reading(view)).toBe("[all/that] | new | b");
    const inLine = open(line("a", run(), "b"));
    selectSealed(inLine);
    inLine.pasteText("new");
    expect(reading(inLine)).toBe("a[H2O]newb");
  });

  test("D10 cut takes away all around it, and copies its text", () => {
    const view = open(p("abc"), block(), line("d", run(), "e"));
    select(view, 2, 9);
    const clipboard = new DataTransfer();
    const cut = new ClipboardEvent("cut", { clipboardData: clipboard, cancelable: true });
    view.someProp("handleDOMEvents", (handlers) => handlers.cut?.call(view as never, view, cut));
    expect(reading(view)).toBe("a | [all/that] | [H2O]e");
    expect(clipboard.getData("text/plain")).toBe("bc\n\nall\nthat\n\ndH2O");
  });

  test("D10 a transaction that moves it does not lose it", () => {
    const view = open(p("a"), block(), p("b"));
    const { tr, doc } = view.state;
    const moved = doc.child(1);
    tr.delete(3, 4).insert(0, moved);
    expect(lostSealed(tr, doc)).toEqual([]);
    view.dispatch(tr);
    expect(reading(view)).toBe("[all/that] | a | b");
  });
});

describe("what it looks like", () => {
  test("D10 a selection that reaches over it shows that it does", () => {
    const view = open(p("a"), block(), line("b", run()));
    const covered = () => view.dom.querySelectorAll(".quire-sealed-covered").length;
    select(view, 1, 6);
    expect(covered()).toBe(1);
    press(view, "Mod-a");
    expect(covered()).toBe(2);
    select(view, 1);
    expect(covered()).toBe(0);
  });

  test("a block says that it is there, what it is, and its words; what is hostile in them is text", () => {
    const view = open(block("<img src=x onerror=alert(1)>\nb", "x".repeat(99)), p());
    const drawn = view.dom.querySelector(".quire-sealed");
    expect(drawn?.getAttribute("role")).toBe("note");
    expect(drawn?.ariaLabel).toBe(`${englishWords.sealedBlock}: ${"x".repeat(60)}…`);
    expect(drawn?.querySelector(".quire-sealed-words")?.textContent).toBe("<img src=x onerror=alert(1)>\nb");
    expect(drawn?.querySelector("img")).toBeNull();
    expect(drawn?.getAttribute("contenteditable")).toBe("false");
  });

  test("a block without words has no place for them", () => {
    expect(open(block(" "), p()).dom.querySelector(".quire-sealed-words")).toBeNull();
  });

  test("a run is its text with a title, and what has no text is its name", () => {
    const view = open(line("a", run(), "b", run("", "embed")));
    const [text, embed] = view.dom.querySelectorAll<HTMLElement>(".quire-sealed-text");
    expect([text?.textContent, embed?.textContent]).toEqual(["H2O", "embed"]);
    expect(text?.title).toBe(`${englishWords.sealedText}: mark sub`);
  });

  test("selected as a thing it is offered no formatting", () => {
    const view = open(line("a", run()));
    selectSealed(view);
    expect(takeSnapshot(view, () => 0).selection).toEqual({ isEmpty: false, isText: false });
  });

  test("news of it are drawn in place", () => {
    const view = open(block(), p());
    const drawn = view.dom.querySelector(".quire-sealed");
    view.dispatch(view.state.tr.setNodeAttribute(0, "text", "other"));
    expect(view.dom.querySelector(".quire-sealed")).toBe(drawn);
    expect(drawn?.querySelector(".quire-sealed-words")?.textContent).toBe("other");
  });
});

test("D9 copied in the text it is its text, its words count, and marks leave it as it is", () => {
  const view = open(block("two words"), line("a ", run("H2O"), " b"));
  const { dom, text } = view.serializeForClipboard(view.state.doc.slice(0, view.state.doc.content.size));
  expect(text).toBe("two words\n\na H2O b");
  expect(dom.textContent).toBe("two wordsa H2O b");
  expect(createWordCount()(view.state.doc)).toBe(5);
  view.dispatch(view.state.tr.setSelection(Selection.atEnd(view.state.doc)));
  press(view, "Mod-a");
  const bold = findCommand("bold");
  bold?.run(view.state, view.dispatch, view);
  expect(view.state.doc.child(1).children.map(({ marks }) => marks.length)).toEqual([1, 0, 1]);
  expect(bold?.isActive(view.state)).toBe(true);
  bold?.run(view.state, view.dispatch, view);
  expect(view.state.doc.child(1).children.map(({ marks }) => marks.length)).toEqual([0, 0, 0]);
});
