import { schema } from "@quire/schema";
import { TextSelection } from "prosemirror-state";
import { describe, expect, test, vi } from "vitest";
import {
  at,
  callout,
  hr,
  li,
  open,
  opened,
  outline,
  type Peer,
  p,
  pre,
  press,
  put,
  putAtEnd,
  shared,
  type,
} from "../test/peers.ts";
import { findCommand } from "./commands/commands.ts";

function marksAt({ view }: Peer, block: number, offset: number): string[] {
  const node = view.state.doc.nodeAt(at(view, block, offset));
  return node?.marks.map((mark) => mark.type.name) ?? [];
}

test("ED-1 2 000 typed characters are exactly that text", () => {
  const peer = opened();
  const text = Array.from({ length: 2000 }, (_, index) => "the quick brown fox, 1234. "[index % 27]).join("");
  type(peer.view, text);
  expect(outline(peer.view)).toEqual([text]);
  expect(peer.editor.getSnapshot().words).toBeGreaterThan(300);
});

describe("ED-2 marks", () => {
  test.each([
    ["Mod-b", "strong"],
    ["Mod-i", "em"],
    ["Mod-u", "underline"],
  ])("%s marks a selection across blocks, and a second press takes it away", (keys, name) => {
    const peer = opened(p("one two"), p("three"));
    put(peer.view, 0, 4, 1, 2);
    press(peer.view, keys);
    expect([marksAt(peer, 0, 0), marksAt(peer, 0, 5), marksAt(peer, 1, 0)]).toEqual([[], [name], [name]]);
    press(peer.view, keys);
    expect([marksAt(peer, 0, 5), marksAt(peer, 1, 0)]).toEqual([[], []]);
  });

  test("a key on a bare caret marks what is typed next", () => {
    const peer = opened();
    type(peer.view, "a ");
    press(peer.view, "Mod-b");
    expect(peer.editor.getSnapshot().active.has("bold")).toBe(true);
    type(peer.view, "b");
    press(peer.view, "Mod-b");
    type(peer.view, "c");
    expect([0, 2, 3].map((offset) => marksAt(peer, 0, offset))).toEqual([[], ["strong"], []]);
  });

  test("a selection that is partly marked is marked whole first", () => {
    const peer = opened(
      schema.node("paragraph", null, [schema.text("ab", [schema.mark("strong")]), schema.text("cd")]),
    );
    put(peer.view, 0, 0, 0, 4);
    peer.editor.run("bold");
    expect(marksAt(peer, 0, 3)).toEqual(["strong"]);
  });

  test("backticks around a word make it code, and the character before stays", () => {
    const peer = opened();
    type(peer.view, "a`x` b");
    expect(outline(peer.view)).toEqual(["ax b"]);
    expect([0, 1, 2].map((offset) => marksAt(peer, 0, offset))).toEqual([[], ["code"], []]);
  });

  test("arrow right at the end of code leaves it, and the caret stays", () => {
    const peer = opened(schema.node("paragraph", null, [schema.text("x", [schema.mark("code")])]));
    putAtEnd(peer.view, 0);
    expect(press(peer.view, "ArrowRight")).toBe(true);
    expect(press(peer.view, "ArrowRight")).toBe(false);
    type(peer.view, "y");
    expect([marksAt(peer, 0, 0), marksAt(peer, 0, 1)]).toEqual([["code"], []]);
  });

  test("a line break keeps no marks: the shared document has no place for them", () => {
    const peer = opened(p("ab"));
    put(peer.view, 0, 1);
    press(peer.view, "Shift-Enter");
    put(peer.view, 0, 0, 0, 3);
    peer.editor.run("bold");
    expect([0, 1, 2].map((offset) => marksAt(peer, 0, offset))).toEqual([["strong"], [], ["strong"]]);
    peer.editor.run("bold");
    expect([0, 1, 2].map((offset) => marksAt(peer, 0, offset))).toEqual([[], [], []]);
  });
});

describe("links", () => {
  test.each([
    ["https://a.example/b?c#d", "https://a.example/b?c#d"],
    ["a.example", "https://a.example"],
    ["mailto:a@b.example", "mailto:a@b.example"],
  ])("%s links the selection", (given, href) => {
    const peer = opened(p("see here"));
    put(peer.view, 0, 4, 0, 8);
    expect(peer.editor.run("link", given)).toBe(true);
    expect(peer.editor.getSnapshot().link).toEqual({ href });
  });

  test.each(["javascript:alert(1)", "data:text/html,x", " jAvA\tscript:alert(1)", 7])(
    "refuses %s",
    (href) => {
      const peer = opened(p("see here"));
      put(peer.view, 0, 4, 0, 8);
      expect(peer.editor.run("link", href)).toBe(false);
      expect(marksAt(peer, 0, 5)).toEqual([]);
    },
  );

  test("without an address the whole link goes, from a caret inside it", () => {
    const bold = schema.mark("strong");
    const link = schema.mark("link", { href: "https://a.example" });
    const peer = opened(
      schema.node("paragraph", null, [
        schema.text("x "),
        schema.text("ab", [link]),
        schema.text("cd", [link, bold]),
        schema.text(" y"),
      ]),
    );
    put(peer.view, 0, 3);
    expect(peer.editor.run("link", "")).toBe(true);
    expect([2, 3, 4, 5].map((offset) => marksAt(peer, 0, offset))).toEqual([[], [], ["strong"], ["strong"]]);
  });

  test("a typed address becomes a link at the space after it, without the full stop", () => {
    const peer = opened();
    type(peer.view, "see https://a.example/b. and");
    const doc = peer.view.state.doc;
    const link = doc.nodeAt(at(peer.view, 0, 5));
    expect(link?.text).toBe("https://a.example/b");
    expect(link?.marks[0]?.attrs.href).toBe("https://a.example/b");
    expect(marksAt(peer, 0, 25)).toEqual([]);
  });
});

const conversions: readonly [string, string][] = [
  ["# ", "h1 x"],
  ["## ", "h2 x"],
  ["###### ", "h6 x"],
  ["- ", "- x"],
  ["* ", "- x"],
  ["1. ", "#. x"],
  ["5. ", "5. x"],
  ["[] ", "[ ] x"],
  ["[ ] ", "[ ] x"],
  ["[x] ", "[x] x"],
  ["> ", "> x"],
  ["```", "code x"],
  ["``` ", "code x"],
  ["```\n", "code x"],
];

describe("ED-3 signs at the start of a block", () => {
  test.each(conversions)("%j converts", (signs, expected) => {
    const peer = opened();
    type(peer.view, `${signs}x`);
    expect(outline(peer.view)).toEqual([expected]);
  });

  test("--- makes a divider, and the caret is below it", () => {
    const peer = opened();
    type(peer.view, "---x");
    expect(outline(peer.view)).toEqual(["---", "x"]);
  });

  test.each(conversions.map(([signs]) => signs).filter((signs) => !signs.includes("\n")))(
    "%j after other text stays as it is typed",
    (signs) => {
      const peer = opened();
      type(peer.view, `a ${signs}x`);
      expect(outline(peer.view)).toEqual([`a ${signs}x`]);
    },
  );

  test.each([...conversions.map(([signs]) => signs), "---", "a`x`"])(
    "Backspace right after %j gives back the literal characters, and so does undo",
    (signs) => {
      for (const keys of ["Backspace", "Mod-z"]) {
        const peer = opened();
        const literal = signs.startsWith("```") ? "```" : signs;
        type(peer.view, literal);
        press(peer.view, keys);
        expect(outline(peer.view)).toEqual([literal]);
        type(peer.view, "!");
        expect(outline(peer.view)).toEqual([`${literal}!`]);
      }
    },
  );

  test("Backspace later is a Backspace", () => {
    const peer = opened();
    type(peer.view, "# ab");
    press(peer.view, "Backspace");
    expect(peer.editor.run("undo")).toBe(true);
    expect(outline(peer.view)[0]).not.toBe("# ");
  });

  test("redo converts again", () => {
    const peer = opened();
    type(peer.view, "## ");
    press(peer.view, "Mod-z");
    press(peer.view, "Mod-y");
    type(peer.view, "x");
    expect(outline(peer.view)).toEqual(["h2 x"]);
  });

  test("a language's name after a fence, then Enter, is the code's language", () => {
    const peer = opened();
    type(peer.view, "```ts\nlet a");
    expect(outline(peer.view)).toEqual(["code let a"]);
    expect(peer.editor.getSnapshot().language).toBe("typescript");
  });

  test("signs are text in code", () => {
    const peer = opened(pre(""));
    type(peer.view, "# `x` - ");
    expect(outline(peer.view)).toEqual(["code # `x` - "]);
  });
});

describe("ED-4 Enter and Backspace", () => {
  test("Enter after a heading gives a plain paragraph", () => {
    const peer = opened(p("Title", { kind: "heading", level: 2 }));
    putAtEnd(peer.view, 0);
    type(peer.view, "\ntext");
    expect(outline(peer.view)).toEqual(["h2 Title", "text"]);
  });

  test("Enter in the middle splits, and both halves stay what they were", () => {
    const peer = opened(p("one two", { kind: "heading", level: 2 }));
    put(peer.view, 0, 3);
    press(peer.view, "Enter");
    expect(outline(peer.view)).toEqual(["h2 one", "h2  two"]);
  });

  test("Enter before the first character opens a line above", () => {
    const peer = opened(li("ordered", "five", { start: 5 }));
    put(peer.view, 0, 0);
    press(peer.view, "Enter");
    expect(outline(peer.view)).toEqual(["5. ", "#. five"]);
    type(peer.view, "x");
    expect(outline(peer.view)).toEqual(["5. ", "#. xfive"]);
  });

  test.each([
    ["a heading", p("x", { kind: "heading", level: 3 })],
    ["a quote", p("x", { kind: "quote" })],
    ["an item", li("ordered", "x")],
    ["a task", li("task", "x", { checked: true })],
    ["code", pre("x")],
  ])("Backspace at the start of %s first makes it a paragraph, then joins it", (_name, block) => {
    const peer = opened(p("before"), block);
    put(peer.view, 1, 0);
    press(peer.view, "Backspace");
    expect(outline(peer.view)).toEqual(["before", "x"]);
    press(peer.view, "Backspace");
    expect(outline(peer.view)).toEqual(["beforex"]);
  });

  test("Backspace in a quote lifts that line, and the others stay quoted", () => {
    const peer = opened(...["a", "b", "c"].map((text) => p(text, { kind: "quote" })));
    put(peer.view, 1, 0);
    press(peer.view, "Backspace");
    expect(outline(peer.view)).toEqual(["> a", "b", "> c"]);
  });

  test("Backspace under an empty line takes the line, and the words keep their block", () => {
    const peer = opened(p("", { id: "empty" }), p("x", { id: "words" }));
    put(peer.view, 1, 0);
    press(peer.view, "Backspace");
    expect(outline(peer.view)).toEqual(["x"]);
    expect(peer.view.state.doc.firstChild?.attrs.id).toBe("words");
  });

  test("Backspace after a divider takes the divider", () => {
    const peer = opened(p("a"), hr(), p("b"));
    put(peer.view, 2, 0);
    press(peer.view, "Backspace");
    expect(outline(peer.view)).toEqual(["a", "b"]);
  });

  test("Delete in an empty line leaves what follows as it is", () => {
    const peer = opened(p(""), p("x", { kind: "heading", level: 1 }));
    put(peer.view, 0, 0);
    press(peer.view, "Delete");
    expect(outline(peer.view)).toEqual(["h1 x"]);
  });
});

describe("ED-7 code", () => {
  test("Tab is two spaces at the caret, and moves every selected line", () => {
    const peer = opened(pre("a\nb\nc"));
    put(peer.view, 0, 1);
    press(peer.view, "Tab");
    expect(outline(peer.view)).toEqual(["code a  \nb\nc"]);
    put(peer.view, 0, 1, 0, 5);
    press(peer.view, "Tab");
    expect(outline(peer.view)).toEqual(["code   a  \n  b\nc"]);
    press(peer.view, "Shift-Tab");
    expect(outline(peer.view)).toEqual(["code a  \nb\nc"]);
  });

  test("Escape frees Tab until the next change", () => {
    const peer = opened(pre("a"));
    put(peer.view, 0, 0);
    press(peer.view, "Escape");
    expect(press(peer.view, "Tab")).toBe(false);
    type(peer.view, "b");
    expect(press(peer.view, "Tab")).toBe(true);
  });

  test("the first Mod-a selects the block, the second the document", () => {
    const peer = opened(p("before"), pre("code"), p("after"));
    put(peer.view, 1, 2);
    press(peer.view, "Mod-a");
    const { from, to } = peer.view.state.selection;
    expect(peer.view.state.doc.textBetween(from, to)).toBe("code");
    press(peer.view, "Mod-a");
    expect(peer.view.state.selection.to).toBe(peer.view.state.doc.content.size);
  });

  test("arrow down at the end leaves, to the block below or to a new one", () => {
    const peer = opened(pre("code"));
    put(peer.view, 0, 3);
    expect(press(peer.view, "ArrowDown")).toBe(false);
    putAtEnd(peer.view, 0);
    press(peer.view, "ArrowDown");
    type(peer.view, "x");
    putAtEnd(peer.view, 0);
    press(peer.view, "ArrowDown");
    type(peer.view, "y");
    expect(outline(peer.view)).toEqual(["code code", "yx"]);
  });

  test("the third Enter at the end leaves, and takes its empty lines along", () => {
    const peer = opened(pre("a"));
    putAtEnd(peer.view, 0);
    type(peer.view, "\n\n\nx");
    expect(outline(peer.view)).toEqual(["code a", "x"]);
  });

  test("there is no spelling in it, and its language is a labelled choice", async () => {
    const peer = opened(pre("a", { language: "rust" }));
    await vi.dynamicImportSettled();
    expect(peer.view.dom.querySelector("pre")?.spellcheck).toBe(false);
    const choice = peer.view.dom.querySelector("select");
    expect(choice?.ariaLabel).toBe("Language of this code block");
    expect(choice?.value).toBe("rust");
    choice?.dispatchEvent(new Event("focus"));
    if (choice) choice.value = "sql";
    choice?.dispatchEvent(new Event("change"));
    expect(peer.view.state.doc.firstChild?.attrs.language).toBe("sql");
  });

  test("a language that is not offered is shown as it is", () => {
    const peer = opened(pre("a", { language: "brainfuck" }));
    expect(peer.view.dom.querySelector("select")?.value).toBe("brainfuck");
  });

  test("several blocks become one, a line each, and go back to paragraphs", () => {
    const peer = opened(p("a"), li("bullet", "b"));
    put(peer.view, 0, 0, 1, 1);
    peer.editor.run("code-block");
    expect(outline(peer.view)).toEqual(["code a\nb"]);
    peer.editor.run("code-block");
    expect(outline(peer.view)).toEqual(["a\nb"]);
  });
});

describe("ED-11 the end and the whole", () => {
  test.each([
    ["a heading", p("x", { kind: "heading", level: 1 })],
    ["code", pre("x")],
    ["an item", li("task", "x", { checked: true })],
    ["a divider", hr()],
  ])("select all and Delete leaves one empty plain paragraph, after %s", (_name, first) => {
    const peer = opened(first, p("more"));
    press(peer.view, "Mod-a");
    if (first.type.name === "code_block") press(peer.view, "Mod-a");
    press(peer.view, "Delete");
    expect(outline(peer.view)).toEqual([""]);
    expect(peer.view.state.doc.firstChild?.type.name).toBe("paragraph");
    type(peer.view, "x");
    expect(outline(peer.view)).toEqual(["x"]);
  });

  test("the empty paragraph shows the placeholder", () => {
    const peer = open(shared(), { placeholder: "Write something" });
    const hint = () => peer.view.dom.querySelector("[data-placeholder]")?.getAttribute("data-placeholder");
    expect(hint()).toBe("Write something");
    type(peer.view, "x");
    expect(hint()).toBeUndefined();
  });
});

test("UN-2 typing is undone in pieces of some words, a command in one", () => {
  const peer = opened();
  type(peer.view, "The quick brown fox jumps over the lazy dog and runs");
  peer.editor.run("heading-1");
  press(peer.view, "Mod-z");
  expect(outline(peer.view)).toEqual(["The quick brown fox jumps over the lazy dog and runs"]);
  press(peer.view, "Mod-z");
  const [once = ""] = outline(peer.view);
  expect(once).toMatch(/^The quick brown fox/);
  expect(once.length).toBeLessThan(50);
  while (press(peer.view, "Mod-z"));
  expect(outline(peer.view)).toEqual([""]);
});

// With the capitals locked a browser calls the key of Ctrl+Shift+Z "z", as that of Ctrl+Z.
test.each(["Mod-Shift-z", "Mod-y"])("UN-1 %s where nothing is left to do again does nothing", (keys) => {
  const peer = opened();
  type(peer.view, "word");
  press(peer.view, "Mod-z");
  expect(press(peer.view, keys)).toBe(true);
  expect(outline(peer.view)).toEqual(["word"]);
  press(peer.view, keys);
  expect(outline(peer.view)).toEqual(["word"]);
});

describe("what becomes code", () => {
  const figure = () => schema.node("figure", { src: "https://example.org/a.png" });

  test("is no block with something between its lines that is no text: it would go", () => {
    const peer = opened(callout([p("one"), p("two")]), figure(), p("three"));
    const { doc } = peer.view.state;
    const selection = TextSelection.create(doc, 2, doc.content.size - 1);
    peer.view.dispatch(peer.view.state.tr.setSelection(selection));
    for (const name of ["code-block", "math-block", "diagram"])
      expect(findCommand(name)?.isEnabled(peer.view.state) ?? false).toBe(false);
    expect(peer.editor.run("code-block")).toBe(false);
  });

  test.each([
    ["a picture that nobody described", schema.node("image", { src: "https://example.org/a.png" })],
    ["the sign of a footnote", schema.node("footnote_ref", { name: "n" })],
  ])("is no line with %s in it", (_, thing) => {
    const peer = opened(schema.node("paragraph", null, [schema.text("a"), thing]));
    expect(peer.editor.run("code-block")).toBe(false);
    expect(outline(peer.view)).toHaveLength(1);
  });
});
