import { schema } from "@quire/schema";
import type { Node } from "prosemirror-model";
import { expect, onTestFinished, test, vi } from "vitest";
import {
  at,
  exchange,
  hr,
  open,
  opened,
  outline,
  p,
  pre,
  press,
  put,
  shared,
  two,
  type,
} from "../../test/peers.ts";
import type { Editor } from "../editor.ts";
import { createFind, type Find } from "./find.ts";
import { findingIn } from "./find-plugin.ts";
import type { FindQuery } from "./query.ts";
import { answer, type RegexQuestion } from "./regex-answer.ts";
import { createRegexThread, type RegexThread } from "./regex-thread.ts";

const { strong, em, link } = schema.marks;

function findIn(editor: Editor, thread: RegexThread = promptThread()): Find {
  const find = createFind(editor, thread);
  onTestFinished(() => find.destroy());
  return find;
}

function query(text: string, options: Partial<FindQuery> = {}): FindQuery {
  return { text, matchesCase: false, wholeWord: false, isRegex: false, ...options };
}

function regex(text: string): FindQuery {
  return query(text, { isRegex: true });
}

/** Answers when the page's own work is done. */
function promptThread(): RegexThread {
  return { ask: async (question) => answer(question), close: () => undefined };
}

/** What is marked, and in brackets what one stands at. */
function marked({ view: { state } }: Editor): readonly string[] {
  const decorations = findingIn(state)?.decorations.find() ?? [];
  return decorations
    .toSorted((a, b) => a.from - b.from)
    .map((mark) => {
      const text = state.doc.textBetween(mark.from, mark.to);
      return JSON.stringify(mark).includes("quire-hit-current") ? `[${text}]` : text;
    });
}

function says(find: Find): string {
  const { total, place } = find.getSnapshot();
  return `${place} of ${total}`;
}

/** Words, of which some are marked. */
function words(...parts: readonly (string | Node)[]): Node {
  return schema.node(
    "paragraph",
    null,
    parts.map((part) => (typeof part === "string" ? schema.text(part) : part)),
  );
}

const bold = (text: string) => schema.text(text, [strong.create()]);

test("FN-1 it goes to the first hit from the caret, on to the next, and around the ends", () => {
  const { editor, view } = opened(p("one two"), pre("two"), hr(), p("Two"));
  put(view, 0, 6);
  const find = findIn(editor);
  find.search(query("two"));
  expect(says(find)).toBe("2 of 3");
  expect(marked(editor)).toEqual(["two", "[two]", "Two"]);
  find.next();
  expect(says(find)).toBe("3 of 3");
  find.next();
  expect(says(find)).toBe("1 of 3");
  find.previous();
  expect(says(find)).toBe("3 of 3");
  expect(marked(editor)).toEqual(["two", "two", "[Two]"]);
});

test("FN-1 hits across the borders of marks are found, those across a line break or something else are none", () => {
  const broken = words("on", schema.node("hard_break"), "e");
  const { editor } = opened(words("o", bold("n"), "e"), broken, words(bold("one")));
  const find = findIn(editor);
  find.search(query("one"));
  expect(marked(editor)).toEqual(["[one]", "one"]);
});

const onDay = () => words("due ", schema.node("date", { date: "2026-12-24" }), ", or ask ", ada());
const ada = () => schema.node("mention", { person: "ada", name: "Ada" });

test.each([
  ["december", ["[24 December 2026]"]],
  ["due 24", ["[due 24 December 2026]"]],
  ["2026, or", ["[24 December 2026, or]"]],
  ["@ada", ["[@Ada]"]],
  ["a", ["[a]", "@Ada", "The plan"]],
  ["e", ["[e]", "24 December 2026", "The plan"]],
  ["ask", ["[ask]"]],
  ["the plan", ["[The plan]"]],
  ["picture", []],
])("FN-1 %j is found in the words of things in a line, each of which is one place: %j", (text, expected) => {
  const link = schema.node("document_link", { document: "0123456789abcdef", title: "The plan" });
  const image = schema.node("image", { src: "https://example.org/a.png", alt: "picture" });
  const { editor } = opened(onDay(), words(link, image));
  const find = findIn(editor);
  find.search(query(text));
  expect(marked(editor)).toEqual(expected);
  expect(says(find)).toBe(`${Math.min(1, expected.length)} of ${expected.length}`);
});

test("FN-1 an expression finds in the words of things too, and one goes around them all", async () => {
  const { editor, view } = opened(onDay());
  put(view, 0, 0);
  const find = findIn(editor);
  find.search(regex("\\bA|2\\d+"));
  await found(find);
  expect(marked(editor)).toEqual(["[24 December 2026]", "a", "@Ada"]);
  find.next();
  find.next();
  expect(says(find)).toBe("3 of 3");
  find.next();
  expect(says(find)).toBe("1 of 3");
  find.close();
  expect(view.state.selection.content().content.textBetween(0, 3)).toBe("24 December 2026");
});

test("FN-2 replacing leaves things in a line alone, whole", () => {
  const { editor, view } = opened(onDay());
  const find = findIn(editor);
  find.search(query("a"));
  find.next();
  expect(marked(editor)).toEqual(["a", "[@Ada]"]);
  expect(find.replace("o")).toBe(false);
  expect(find.replaceAll("o")).toBe(1);
  expect(outline(view)).toEqual(["due 24 December 2026, or osk @Ada"]);
  expect(says(find)).toBe("1 of 1");
  find.search(query("or osk @"));
  expect(find.replaceAll("")).toBe(0);
  expect(outline(view)).toEqual(["due 24 December 2026, or osk @Ada"]);
});

test("FN-1 when it ends, the hit is selected and the text has the focus", () => {
  const { editor, view } = opened(p("one two"));
  const find = findIn(editor);
  find.search(query("two"));
  find.close();
  expect(view.state.doc.textBetween(view.state.selection.from, view.state.selection.to)).toBe("two");
  expect(view.hasFocus()).toBe(true);
  expect(marked(editor)).toEqual([]);
  expect(find.getSnapshot()).toEqual({ total: 0, place: 0, isSearching: false, problem: null });
});

test("FN-1 without a hit the caret is where it was", () => {
  const { editor, view } = opened(p("one two"));
  put(view, 0, 3);
  const find = findIn(editor);
  find.search(query("three"));
  expect(says(find)).toBe("0 of 0");
  find.next();
  find.close();
  expect(view.state.selection.from).toBe(at(view, 0, 3));
});

test("FN-1 after a click the search goes on from there", () => {
  const { editor, view } = opened(p("a a a a"));
  const find = findIn(editor);
  find.search(query("a"));
  put(view, 0, 4);
  expect(says(find)).toBe("0 of 4");
  find.next();
  expect(says(find)).toBe("3 of 4");
  put(view, 0, 4);
  find.previous();
  expect(says(find)).toBe("2 of 4");
});

test("FN-1 a broken expression says so, and a repaired one finds", async () => {
  const { editor } = opened(p("one (two)"));
  const find = findIn(editor);
  find.search(regex("(t"));
  expect(find.getSnapshot().problem).toMatchObject({ type: "invalid" });
  find.search(regex("\\(t"));
  await found(find);
  expect(find.getSnapshot().problem).toBe(null);
  expect(marked(editor)).toEqual(["[(t]"]);
});

test("FN-1 an expression that takes too long is given up, and the next one is tried by another thread", async () => {
  const ended: string[] = [];
  const startWorker = () => new FakeWorker((end) => ended.push(end)) as unknown as Worker;
  const { editor } = opened(p(`${"a".repeat(40)}!`));
  const find = findIn(editor, createRegexThread(startWorker, 20));
  find.search(regex("(a+)+$"));
  expect(find.getSnapshot().isSearching).toBe(true);
  await told(find, () => find.getSnapshot().problem !== null);
  expect(find.getSnapshot().problem).toEqual({ type: "slow" });
  expect(ended).toEqual(["(?:(a+)+$)"]);
  find.search(regex("a+"));
  await found(find);
  expect(says(find)).toBe("1 of 1");
});

test("FN-1 where there is no thread, it says that expressions cannot be tried", async () => {
  const { editor } = opened(p("a"));
  const refused = createRegexThread(() => {
    throw new Error("refused");
  });
  const find = findIn(editor, refused);
  find.search(regex("a"));
  await told(find, () => find.getSnapshot().problem !== null);
  expect(find.getSnapshot().problem).toEqual({ type: "failed" });
});

test("a change is searched in the blocks that it touched, and no others", async () => {
  const { editor, view } = opened(...Array.from({ length: 50 }, () => p("one two")));
  const asked: (readonly string[])[] = [];
  const thread: RegexThread = {
    ask: async (question) => {
      asked.push(question.texts);
      return answer(question);
    },
    close: () => undefined,
  };
  const find = findIn(editor, thread);
  find.search(regex("two"));
  await found(find);
  put(view, 30, 3);
  type(view, "!");
  await found(find);
  put(view, 7, 7);
  type(view, "\ntwo");
  await found(find);
  expect(asked.slice(1).flat()).toEqual(["one! two", "one two", "two"]);
  expect(says(find)).toBe("0 of 51");
});

test("what others write is searched as well", () => {
  const [a, b] = two(p("one"), p("two"));
  const find = findIn(a.editor);
  find.search(query("o"));
  expect(says(find)).toBe("1 of 2");
  put(b.view, 0, 0);
  type(b.view, "oo\no");
  exchange(a.ydoc, b.ydoc);
  expect(marked(a.editor)).toHaveLength(5);
  expect(says(find)).toBe("4 of 5");
});

test("FN-2 one hit is replaced, and the next one is stood at", () => {
  const { editor, view } = opened(p("cat cat"), p("cat"));
  const find = findIn(editor);
  find.search(query("cat"));
  expect(find.replace("cats")).toBe(true);
  expect(outline(view)).toEqual(["cats cat", "cat"]);
  expect(marked(editor)).toEqual(["cat", "[cat]", "cat"]);
  find.replace("dog");
  find.replace("dog");
  expect(outline(view)).toEqual(["cats dog", "dog"]);
  press(view, "Mod-z");
  expect(outline(view)).toEqual(["cats dog", "cat"]);
});

test("FN-2 all are replaced as one step of undo, and typing before and after is a step of its own", () => {
  const { editor, view } = opened(p("a b a"), pre("a"), p("A"));
  put(view, 0, 5);
  type(view, "a");
  const find = findIn(editor);
  find.search(query("a"));
  expect(find.replaceAll("xy")).toBe(5);
  put(view, 2, 2);
  type(view, "!");
  expect(outline(view)).toEqual(["xy b xyxy", "code xy", "xy!"]);
  press(view, "Mod-z");
  press(view, "Mod-z");
  expect(outline(view)).toEqual(["a b aa", "code a", "A"]);
  press(view, "Mod-z");
  expect(outline(view)).toEqual(["a b a", "code a", "A"]);
});

test("FN-2 what comes in has the marks of what it stands for", () => {
  const href = { href: "https://example.org" };
  const { editor, view } = opened(
    words("a ", bold("colour"), " b"),
    words("co", schema.text("lour", [em.create()])),
    words(schema.text("colour", [link.create(href)])),
  );
  const find = findIn(editor);
  find.search(query("colour"));
  find.replaceAll("color");
  find.search(query("col"));
  find.replaceAll("shade of col");
  const html = view.state.doc.children.map((node) =>
    node.children
      .map(({ text, marks }) => `${marks.map(({ type: { name } }) => name).join()}:${text}`)
      .join("|"),
  );
  expect(html).toEqual([":a |strong:shade of color|: b", ":shade of co|em:lor", "link:shade of color"]);
});

test("FN-2 only letters that differ are written: others' carets and undo stay", () => {
  const [a, b] = two(p("the colour and the colour"));
  put(b.view, 0, 19);
  type(b.view, "big ");
  exchange(a.ydoc, b.ydoc);
  put(b.view, 0, 9);
  const find = findIn(a.editor);
  find.search(query("colour"));
  find.replaceAll("color");
  exchange(a.ydoc, b.ydoc);
  expect(outline(b.view)).toEqual(["the color and the big color"]);
  expect(b.view.state.selection.from).toBe(at(b.view, 0, 8));
  press(b.view, "Mod-z");
  exchange(a.ydoc, b.ydoc);
  expect(outline(a.view)).toEqual(["the color and the color"]);
  press(a.view, "Mod-z");
  expect(outline(a.view)).toEqual(["the colour and the colour"]);
});

test("FN-2 a caret inside a hit that is replaced stays among its letters, and what is typed there meanwhile is kept", () => {
  const [a, b] = two(p("analyse it"));
  put(b.view, 0, 3);
  type(b.view, "-");
  const find = findIn(a.editor);
  find.search(query("analyse"));
  find.replaceAll("analyze");
  exchange(a.ydoc, b.ydoc);
  expect(outline(a.view)).toEqual(["ana-lyze it"]);
  expect(outline(b.view)).toEqual(["ana-lyze it"]);
});

test("FN-2 groups of an expression stand in the replacement, in plain text they are signs", async () => {
  const { editor, view } = opened(p("Ada Lovelace, Alan Turing"));
  const find = findIn(editor);
  find.search(regex("(\\w+) (\\w+)"));
  await found(find);
  expect(find.replaceAll("$2 $1")).toBe(2);
  expect(outline(view)).toEqual(["Lovelace Ada, Turing Alan"]);
  find.search(query("Ada"));
  find.replaceAll("$&");
  expect(outline(view)).toEqual(["Lovelace $&, Turing Alan"]);
});

test("FN-2 no character is cut in two", () => {
  const { editor, view } = opened(p("👩🏽 👩🏿"));
  const find = findIn(editor);
  find.search(query("👩🏽"));
  find.replaceAll("👩🏿");
  expect(outline(view)).toEqual(["👩🏿 👩🏿"]);
});

test("before the first search, and after the last, nothing is heard of scrolling", () => {
  const { editor } = opened(p("one"));
  const heard = new Set<unknown>();
  const add = vi.spyOn(window, "addEventListener").mockImplementation((name, listener, options) => {
    if (name !== "scroll") return;
    heard.add(listener);
    (options as AddEventListenerOptions).signal?.addEventListener("abort", () => heard.delete(listener));
  });
  onTestFinished(() => add.mockRestore());
  const find = findIn(editor);
  expect(heard.size).toBe(0);
  find.search(query("one"));
  find.search(query("on"));
  expect(heard.size).toBe(1);
  find.close();
  expect(heard.size).toBe(0);
  find.search(query("one"));
  expect(heard.size).toBe(1);
  find.destroy();
  expect(heard.size).toBe(0);
});

test("a reader finds and replaces nothing", () => {
  const { editor, view } = open(shared(p("one")), { readOnly: true });
  const find = findIn(editor);
  find.search(query("one"));
  expect(says(find)).toBe("1 of 1");
  expect(find.replace("two")).toBe(false);
  expect(find.replaceAll("two")).toBe(0);
  expect(outline(view)).toEqual(["one"]);
});

/** A thread that knows one slow expression. */
class FakeWorker extends EventTarget {
  readonly #ended: (asked: string) => void;
  #asked = "";

  constructor(ended: (asked: string) => void) {
    super();
    this.#ended = ended;
  }

  postMessage(question: RegexQuestion): void {
    this.#asked = question.source;
    if (question.source.includes("(a+)+")) return;
    queueMicrotask(() => this.dispatchEvent(new MessageEvent("message", { data: answer(question) })));
  }

  terminate(): void {
    this.#ended(this.#asked);
  }
}

/** Resolves once the find has told that this holds. */
function told(find: Find, holds: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (!holds()) return;
      stop();
      resolve();
    };
    const stop = find.subscribe(look);
    queueMicrotask(look);
  });
}

function found(find: Find): Promise<void> {
  return told(find, () => !find.getSnapshot().isSearching);
}
