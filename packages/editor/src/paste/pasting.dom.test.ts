import { schema } from "@quire/schema";
import { EditorState, TextSelection } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import { describe, expect, onTestFinished, test } from "vitest";
import { notationOf } from "../../test/notation.ts";
import { p, pre } from "../../test/peers.ts";

import type { Clip } from "./clip.ts";
import * as loaded from "./clipboard-props.ts";
import { sliceOfText } from "./markdown-text.ts";
import { pastingPlugin } from "./pasting.ts";

const wordItem = `<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>1.</span>item</p>`;

interface Opened {
  readonly view: EditorView;
  /** Lets what reads foreign pages be loaded. */
  readonly arrive: () => Promise<void>;
  /** Lets it fail to be. */
  readonly fail: () => Promise<void>;
}

/** An editor of the clipboard alone, which loads when the test says so. */
function openWith(...blocks: readonly ReturnType<typeof p>[]): Opened {
  const { promise, resolve, reject } = Promise.withResolvers<typeof loaded>();
  const doc = schema.node("doc", null, [...blocks]);
  const state = EditorState.create({ doc, plugins: [pastingPlugin(() => promise)] });
  const view = new EditorView(document.body.appendChild(document.createElement("div")), { state });
  onTestFinished(() => view.destroy());
  const settled = () => new Promise<void>((done) => setTimeout(done));
  return {
    view,
    arrive: () => {
      resolve(loaded);
      return settled();
    },
    fail: () => {
      reject(new Error("the server is gone"));
      return settled();
    },
  };
}

function caret(view: EditorView, from: number, to = from): void {
  view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, from, to)));
}

/** Pastes as a browser does. Gives whether the editor took it. */
function paste(view: EditorView, clip: Partial<Clip>, isShift = false): boolean {
  const clipboardData = new DataTransfer();
  if (clip.html !== undefined) clipboardData.setData("text/html", clip.html);
  if (clip.text !== undefined) clipboardData.setData("text/plain", clip.text);
  if (clip.editorData !== undefined) clipboardData.setData("vscode-editor-data", clip.editorData);
  view.dom.dispatchEvent(
    new KeyboardEvent("keydown", { key: "v", ctrlKey: true, shiftKey: isShift, bubbles: true }),
  );
  const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
  view.dom.dispatchEvent(event);
  return event.defaultPrevented;
}

describe("a paste before all is loaded", () => {
  test("waits, and is read as it would have been", async () => {
    const { view, arrive } = openWith(p(""));
    caret(view, 1);
    expect(paste(view, { html: wordItem, text: "1. item" })).toBe(true);
    expect(notationOf(view.state.doc)).toEqual([""]);
    await arrive();
    expect(notationOf(view.state.doc)).toEqual(["<ol>item"]);
  });

  test("stands where it was made, before what was typed there since, with the caret behind both", async () => {
    const { view, arrive } = openWith(p("ab"), p("cd"));
    caret(view, 2);
    paste(view, { html: "<b>X</b>" });
    view.dispatch(view.state.tr.insertText("typed"));
    view.dispatch(view.state.tr.insertText("above ", 1));
    await arrive();
    expect(notationOf(view.state.doc)).toEqual(["above a<strong>X</>typedb", "cd"]);
    expect(view.state.selection.$head.parent.textBetween(0, view.state.selection.$head.parentOffset)).toBe(
      "above aXtyped",
    );
  });

  test("replaces what was selected, and leaves the person where they went", async () => {
    const { view, arrive } = openWith(p("abc"), p("def"));
    caret(view, 2, 3);
    paste(view, { html: "X" });
    caret(view, 8);
    await arrive();
    expect(notationOf(view.state.doc)).toEqual(["aXc", "def"]);
    expect(view.state.selection.head).toBe(8);
  });

  test("comes in the order of all that wait", async () => {
    const { view, arrive } = openWith(p(""));
    caret(view, 1);
    paste(view, { html: "<b>one</b>" });
    paste(view, { text: "two" });
    paste(view, { html: "<i>three</i>" });
    await arrive();
    expect(notationOf(view.state.doc)).toEqual(["<strong>onetwo</><em>three</>"]);
  });

  test("is text where nothing can be loaded", async () => {
    const { view, fail } = openWith(p(""));
    caret(view, 1);
    paste(view, { html: "<h2 style='color: red'>a <b>b</b></h2>", text: "a b" });
    await fail();
    expect(notationOf(view.state.doc)).toEqual(["a b"]);
  });

  test("PA-5 does not wait with Mod-Shift-v", () => {
    const { view } = openWith(p("words"));
    caret(view, 6);
    paste(view, { text: "**y**" }, true);
    expect(notationOf(view.state.doc)).toEqual(["words**y**"]);
  });

  test("ED-7 ED-8 is text in code, and a link over words, as it would have been", async () => {
    const { view, arrive } = openWith(pre("code"), p("words"));
    caret(view, 3);
    paste(view, { text: "- x", html: "<p>- x</p>" });
    caret(view, 7, 12);
    paste(view, { text: "https://e.example/x" });
    await arrive();
    expect(notationOf(view.state.doc)).toEqual(["<code>co- xde", "<link https://e.example/x>words</>"]);
  });

  test("is forgotten with its editor, and not made for a reader", async () => {
    const gone = openWith(p("a"));
    paste(gone.view, { html: "<b>x</b>" });
    gone.view.destroy();
    await gone.arrive();
    const reader = openWith(p("a"));
    paste(reader.view, { html: "<b>x</b>" });
    reader.view.setProps({ editable: () => false });
    await reader.arrive();
    expect(notationOf(reader.view.state.doc)).toEqual(["a"]);
  });
});

describe("a paste", () => {
  async function ready(...blocks: readonly ReturnType<typeof p>[]): Promise<EditorView> {
    const { view, arrive } = openWith(...blocks);
    view.dom.dispatchEvent(new FocusEvent("focus"));
    await arrive();
    caret(view, 1);
    return view;
  }

  test("PA-5 of plain text in Markdown is its blocks, all of them", async () => {
    const view = await ready(p(""));
    const rows = Array.from(
      { length: 400 },
      (_, row) => `- item ${row} with **bold** and [a link](https://e.example/${row})`,
    );
    const text = `# Title\r\n\r\nA *word*, \`code\`.\r\n\r\n${rows.join("\r\n")}\r\n\r\n> said\r\n\r\n\`\`\`js\r\nf()\r\n\`\`\`\r\n\r\n| a | b |\r\n| - | - |\r\n| c | d |\r\n\r\nThe end`;
    expect(paste(view, { text })).toBe(true);
    const lines = notationOf(view.state.doc);
    expect(lines.slice(0, 3)).toEqual([
      "<h1>Title",
      "A <em>word</>, <code>code</>.",
      "<ul>item 0 with <strong>bold</> and <link https://e.example/0>a link</>",
    ]);
    expect(lines.slice(402, 407)).toEqual([
      "<quote>said",
      "<code js>f()",
      "<table>",
      "| <th>a | <th>b",
      "| c | d",
    ]);
    expect(lines.at(-1)).toBe("The end");
  });

  test("PA-5 with Mod-Shift-v is plain, whatever it looks like", async () => {
    const view = await ready(p(""));
    paste(view, { text: "# a\n\n- **b**\nhttps://e.example" }, true);
    expect(notationOf(view.state.doc)).toEqual(["# a", "- **b**", "https://e.example"]);
  });

  test("of plain text that is no Markdown is a paragraph for each line", async () => {
    const view = await ready(p(""));
    paste(view, { text: "one_two_three\r\n2 * 3 * 4\n\n<b>not bold</b>" });
    expect(notationOf(view.state.doc)).toEqual(["one_two_three", "2 * 3 * 4", "<b>not bold</b>"]);
  });

  test("of a hostile text is looked through once", async () => {
    const view = await ready(p(""));
    for (const piece of ["**a ", "[a](", "`a", "~~a", "| a", "> ", "#", "- ", "[[", "1) "]) {
      const text = piece.repeat(2_000);
      expect(sliceOfText(text)?.content.size ?? 1).toBeGreaterThan(0);
    }
    expect(view.state.doc.childCount).toBe(1);
  });

  test("ED-8 of an address links it, if it may be followed", async () => {
    const view = await ready(p(""));
    paste(view, { text: " https://e.example/x\n" });
    expect(notationOf(view.state.doc)).toEqual(["<link https://e.example/x>https://e.example/x</>"]);
    const other = await ready(p(""));
    paste(other, { text: "javascript:alert(1)" });
    paste(other, { text: " [x](javascript:alert(1)) [y](data:text/html,z)" });
    expect(notationOf(other.state.doc)).toEqual(["javascript:alert(1)x y"]);
  });

  test("takes VS Code's word for the language, and the text as it was", async () => {
    const view = await ready(p(""));
    paste(view, { html: "<div>a</div>", text: "a:\r\n  - b\r\n", editorData: `{"mode":"yaml"}` });
    expect(notationOf(view.state.doc)).toEqual(["<code yaml>a:\\n  - b"]);
    for (const editorData of ["{", "[]", `{"mode":7}`, `{"mode":"a b"}`, "null"]) {
      const other = await ready(p(""));
      paste(other, { html: "<div>a</div>", text: "a\nb", editorData });
      expect(notationOf(other.state.doc)).toEqual(["<code>a\\nb"]);
    }
  });

  test("of another editor's blocks is read as any page's", async () => {
    const view = await ready(p(""));
    paste(view, {
      html: `<ul data-pm-slice="3 3 [&quot;bulletList&quot;,null,&quot;listItem&quot;,null]"><li><p>a</p></li><li><p>b</p></li></ul>`,
    });
    expect(view.state.doc.textContent).toBe("ab");
    expect(notationOf(view.state.doc).at(-1)).toBe("<ul>b");
  });
});

test("Shift that is held no more makes no paste plain", async () => {
  const { view, arrive } = openWith(p(""));
  view.dom.dispatchEvent(new FocusEvent("focus"));
  await arrive();
  caret(view, 1);
  view.dom.dispatchEvent(new KeyboardEvent("keydown", { key: "?", shiftKey: true, bubbles: true }));
  const up = new KeyboardEvent("keyup", { key: "Shift", bubbles: true });
  view.dom.dispatchEvent(Object.defineProperty(up, "keyCode", { value: 16 }));
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/html", "<div>a</div>");
  clipboardData.setData("text/plain", "a:\n  - b");
  clipboardData.setData("vscode-editor-data", '{"mode":"yaml"}');
  view.dom.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  expect(notationOf(view.state.doc)).toEqual(["<code yaml>a:\\n  - b"]);
});
