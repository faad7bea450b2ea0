import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { applyAwarenessUpdate, encodeAwarenessUpdate } from "y-protocols/awareness";
import {
  copy,
  countUpdates,
  exchange,
  open,
  outline,
  type Peer,
  p,
  press,
  put,
  putAtEnd,
  shared,
  type,
} from "../test/peers.ts";
import { syncState } from "./sync-state.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const heron = { id: "1", name: "Heron", hue: 5 };

/** A reads what B's page says about where B is. */
function hear(a: Peer, b: Peer): void {
  applyAwarenessUpdate(a.awareness, encodeAwarenessUpdate(b.awareness, [b.awareness.clientID]), "wire");
}

/** A hears a state that no page of ours would send. */
function hearState(a: Peer, b: Peer, state: Record<string, unknown>): void {
  b.awareness.setLocalState(state);
  hear(a, b);
}

function carets({ view }: Peer): HTMLElement[] {
  return [...view.dom.querySelectorAll<HTMLElement>(".quire-caret")];
}

function washed({ view }: Peer): string {
  return [...view.dom.querySelectorAll(".quire-selection")].map((part) => part.textContent).join("|");
}

async function two(text = "one two three"): Promise<[Peer, Peer]> {
  const ydoc = shared(p(text, { id: "x" }));
  const a = open(ydoc);
  const b = open(copy(ydoc), { person: heron });
  b.view.focus();
  await vi.dynamicImportSettled(); // carets are shown then
  return [a, b];
}

describe("RT-5 another person's caret", () => {
  test("lets a click on it through: one's own caret goes there", async () => {
    const [a, b] = await two();
    put(a.view, 0, 0);
    put(b.view, 0, 3);
    hear(a, b);
    carets(a)[0]?.dispatchEvent(new MouseEvent("mousedown", { bubbles: true, button: 0 }));
    expect(a.view.state.selection.head).toBe(4);
    expect(a.view.hasFocus()).toBe(true);
  });

  test("has a flag with the name, which goes after two seconds and comes back when they type", async () => {
    const [a, b] = await two();
    put(b.view, 0, 3);
    hear(a, b);
    const isRaised = () => carets(a)[0]?.classList.contains("quire-caret-raised");
    expect(carets(a)[0]?.textContent).toBe("Heron");
    expect(isRaised()).toBe(true);
    vi.advanceTimersByTime(2000);
    expect(isRaised()).toBe(false);
    type(b.view, "!");
    exchange(a.ydoc, b.ydoc);
    hear(a, b);
    expect(isRaised()).toBe(true);
    expect(a.view.state.doc.textBetween(1, 5)).toBe("one!");
  });

  test("adds nothing to the text: its element is empty but for the hidden flag", async () => {
    const [a, b] = await two();
    put(b.view, 0, 3);
    hear(a, b);
    expect(carets(a)[0]?.ariaHidden).toBe("true");
    expect(a.view.state.doc.textContent).toBe("one two three");
    expect(carets(a)[0]?.getAttribute("style")).toBeNull();
    expect(a.view.dom.querySelector("[style]")).toBeNull();
  });

  test("RT-6 has the person's hue, in each of their tabs", async () => {
    const [a, b] = await two();
    const tab = open(copy(b.ydoc), { person: heron });
    put(b.view, 0, 3);
    hear(a, b);
    tab.view.focus();
    put(tab.view, 0, 7);
    hear(a, tab);
    expect(carets(a).map((caret) => caret.classList.contains("quire-hue-5"))).toEqual([true, true]);
  });

  test("goes when they leave the text, and when their page closes", async () => {
    const [a, b] = await two();
    put(b.view, 0, 3);
    hear(a, b);
    b.view.dom.blur();
    hear(a, b);
    expect(carets(a)).toHaveLength(0);
    b.view.focus();
    hear(a, b);
    expect(carets(a)).toHaveLength(1);
    b.editor.destroy();
    hear(a, b);
    expect(carets(a)).toHaveLength(0);
  });

  test("is not told by someone who only reads", async () => {
    const [, b] = await two();
    b.editor.setReadOnly(true);
    put(b.view, 0, 2);
    expect(b.awareness.getLocalState()?.cursor ?? null).toBeNull();
  });
});

describe("RT-7 another person's selection", () => {
  test("covers the same words after edits before it, inside it, and after a split inside it", async () => {
    const [a, b] = await two();
    put(b.view, 0, 4, 0, 13);
    hear(a, b);
    expect(washed(a)).toBe("two three");
    put(a.view, 0, 0);
    type(a.view, "now ");
    expect(washed(a)).toBe("two three");
    put(a.view, 0, 11);
    press(a.view, "Enter");
    expect(washed(a)).toBe("two| three");
    exchange(a.ydoc, b.ydoc);
    hear(a, b);
    expect(washed(a)).toBe("two| three");
    expect(outline(a.view)).toEqual(["now one two", " three"]);
  });

  test("stays after someone else's edits, in a third person's view", async () => {
    const [a, b] = await two();
    const c = open(copy(a.ydoc));
    put(b.view, 0, 4, 0, 7);
    hear(a, b);
    put(c.view, 0, 2);
    press(c.view, "Enter");
    type(c.view, "x");
    exchange(a.ydoc, c.ydoc);
    expect(washed(a)).toBe("two");
  });
});

describe("RT-12 carets at a keystroke", () => {
  /** A reads a text of twenty blocks, with somebody's caret in each of the first two hundred letters or so. */
  async function crowd(): Promise<[Peer, Peer]> {
    const ydoc = shared(...Array.from({ length: 20 }, (_, i) => p("twelve words", { id: `x${i}` })));
    const [a, b] = [open(ydoc), open(copy(ydoc), { person: heron })];
    await vi.dynamicImportSettled();
    b.view.focus();
    put(b.view, 0, 3);
    hear(a, b);
    const { binding } = syncState(a.view.state) ?? {};
    for (let id = 1; id <= 200 && binding; id++) {
      const head = binding.toRelative(14 * (id % 20) + 1 + Math.floor(id / 20), -1);
      a.awareness.states.set(id, { user: { name: `P${id}`, hue: 1 }, cursor: { anchor: head, head } });
    }
    const added = [...a.awareness.states.keys()];
    a.awareness.emit("change", [{ added, updated: [], removed: [] }, "wire"]);
    return [a, b];
  }

  test("are the same elements after it, and the shared document is asked about the touched ones only", async () => {
    const [a, b] = await crowd();
    const before = carets(a);
    expect(before).toHaveLength(201);
    const { binding } = syncState(a.view.state) ?? {};
    if (!binding) throw new Error("the editor has no binding");
    const asked = vi.spyOn(binding, "toAbsolute");
    type(b.view, "!");
    exchange(a.ydoc, b.ydoc);
    expect(a.view.state.doc.firstChild?.textContent).toBe("twe!lve words");
    expect(asked.mock.calls.length).toBeLessThan(12);
    hear(a, b);
    const after = carets(a);
    expect(after).toHaveLength(201);
    const written = a.view.dom.firstElementChild;
    expect(after.filter((caret) => !before.includes(caret) && !written?.contains(caret))).toHaveLength(0);
  });

  test("one goes along with what its owner types before their page says so", async () => {
    const [a, b] = await two();
    put(b.view, 0, 3);
    hear(a, b);
    const [caret] = carets(a);
    type(b.view, "!");
    exchange(a.ydoc, b.ydoc);
    expect(carets(a)[0]).toBe(caret);
    expect(caret?.previousSibling?.textContent).toBe("one!");
    const { state } = a.view;
    hear(a, b);
    expect(carets(a)[0]).toBe(caret);
    expect(a.view.state.doc).toBe(state.doc);
  });

  test("one stays as it is while the text that it stands in is still on its way", async () => {
    const [a, b] = await two();
    put(b.view, 0, 3);
    hear(a, b);
    const before = carets(a);
    type(b.view, "!");
    hear(a, b);
    expect(carets(a), "its place comes before the letter").toEqual(before);
    exchange(a.ydoc, b.ydoc);
    expect(a.view.dom.textContent).toBe("one!Heron two three");
  });

  test("one stays where it is when somebody else types there", async () => {
    const [a, b] = await two();
    const c = open(copy(a.ydoc));
    put(b.view, 0, 3);
    hear(a, b);
    put(c.view, 0, 3);
    type(c.view, "!");
    exchange(a.ydoc, c.ydoc);
    expect(carets(a)[0]?.previousSibling?.textContent).toBe("one");
    put(a.view, 0, 3);
    type(a.view, "?");
    expect(carets(a)[0]?.previousSibling?.textContent).toBe("one");
  });
});

describe("RT-12 a hostile awareness state", () => {
  const cursor = {
    anchor: { type: null, tname: "document", item: null, assoc: 0 },
    head: { type: null, tname: "document", item: null, assoc: 0 },
  };
  const states: readonly [string, Record<string, unknown>][] = [
    ["no user", { cursor }],
    ["a user that is text", { user: "root", cursor }],
    ["a hue that is none", { user: { name: "x", hue: "url(//evil)" }, cursor }],
    ["a hue out of range", { user: { name: "x", hue: 1e9 }, cursor }],
    ["a name of a megabyte", { user: { name: "x".repeat(1_000_000), hue: 1 }, cursor }],
    ["a name that is markup", { user: { name: "<img src=x onerror=alert(1)>", hue: 1 }, cursor }],
    ["a name that turns the line round", { user: { name: "\u202enoreH\n\u0000", hue: 1 }, cursor }],
    ["a cursor that is text", { cursor: "x" }],
    ["a cursor that is half", { cursor: { anchor: cursor.anchor } }],
    ["a foreign root", { cursor: { anchor: { tname: "evil" }, head: { tname: "evil" } } }],
    ["the title's root", { cursor: { anchor: { tname: "title" }, head: { tname: "title" } } }],
    [
      "numbers that are none",
      {
        cursor: { anchor: { item: { client: "a", clock: {} } }, head: { item: { client: -1, clock: 0.5 } } },
      },
    ],
    [
      "an item of nobody",
      {
        cursor: {
          anchor: { item: { client: 12345, clock: 99999 } },
          head: { item: { client: 12345, clock: 0 } },
        },
      },
    ],
    ["nothing that it is tied to", { cursor: { anchor: {}, head: {} } }],
  ];

  test.each(states)("neither breaks nor runs, nor changes the document: %s", async (_name, state) => {
    const [a, b] = await two();
    const roots = [...a.ydoc.share.keys()];
    const updates = countUpdates(a.ydoc);
    hearState(a, b, state);
    type(a.view, "x");
    putAtEnd(a.view, 0);
    for (const caret of carets(a)) {
      expect(caret.className).toMatch(/^quire-caret quire-hue-[1-8]/);
      expect(caret.textContent?.length).toBeLessThanOrEqual(40);
      expect(caret.querySelectorAll("*")).toHaveLength(caret.textContent === "" ? 0 : 1);
      expect(caret.textContent).not.toMatch(/[\u202e\n\0]/);
    }
    expect(a.view.dom.querySelector("img[src]")).toBeNull();
    expect([...a.ydoc.share.keys()]).toEqual(roots);
    expect(updates()).toBe(1);
  });

  test("a place that the text has not reached yet is drawn when it does", async () => {
    const [a, b] = await two();
    putAtEnd(b.view, 0);
    type(b.view, " four");
    hear(a, b);
    expect(carets(a)).toHaveLength(0);
    exchange(a.ydoc, b.ydoc);
    expect(carets(a)).toHaveLength(1);
  });
});
