import type { Node } from "prosemirror-model";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { hr, li, open, type Peer, p, pre, put, shared, type } from "../test/peers.ts";
import { keepable } from "./kept-height.ts";

/** How high every line of the page is, and how wide the page. */
const line = 30;
let width = 700;
const frames = new Map<number, FrameRequestCallback>();
let frameCount = 0;
let observers: { tell: () => void }[] = [];

/** A page whose lines hold 20 letters. */
function heightOf(element: Element): number {
  const text = element.querySelector("p, pre") ?? element;
  const letters = text.textContent.replaceAll("Ada", "").length;
  return line * Math.max(1, Math.ceil(letters / 20) + text.querySelectorAll("br").length);
}

beforeEach(() => {
  width = 700;
  frames.clear();
  observers = [];
  vi.spyOn(Element.prototype, "getBoundingClientRect").mockImplementation(function (this: Element) {
    return new DOMRect(0, 0, width, heightOf(this));
  });
  vi.spyOn(Range.prototype, "getBoundingClientRect").mockImplementation(function (this: Range) {
    const block = this.startContainer.parentElement?.closest("p, pre, h1");
    return new DOMRect(0, 0, 8, block ? heightOf(block) - 3 : 0);
  });
  vi.stubGlobal("requestAnimationFrame", (callback: FrameRequestCallback) => {
    frames.set(++frameCount, callback);
    return frameCount;
  });
  vi.stubGlobal("cancelAnimationFrame", (id: number) => frames.delete(id));
  vi.stubGlobal(
    "ResizeObserver",
    class {
      readonly #targets = new Set<Element>();
      constructor(told: (entries: object[]) => void) {
        const entry = (target: Element) => {
          const { width, height } = target.getBoundingClientRect();
          return { target, borderBoxSize: [{ inlineSize: width, blockSize: height }] };
        };
        observers.push({ tell: () => this.#targets.size > 0 && told([...this.#targets].map(entry)) });
      }
      observe(target: Element) {
        this.#targets.add(target);
      }
      disconnect() {
        this.#targets.clear();
      }
    },
  );
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

async function nextFrame() {
  await Promise.resolve();
  const now = [...frames.values()];
  frames.clear();
  for (const frame of now) frame(0);
}

const many = Array.from({ length: 300 }, (_, index) => p(`Block ${index}`));

async function opened(...blocks: readonly Node[]) {
  const tasks = new Set<() => void>();
  const peer = open(shared(...blocks), { afterPaint: (task) => tasks.add(task) });
  const paint = async () => {
    await nextFrame();
    const now = [...tasks];
    tasks.clear();
    for (const task of now) task();
  };
  await vi.dynamicImportSettled();
  return { ...peer, paint };
}

const kept = ({ view }: Pick<Peer, "view">) => [...view.dom.querySelectorAll<HTMLElement>(".quire-kept")];

test("a block that is written in keeps its height once the letter is painted", async () => {
  const page = await opened(...many);
  put(page.view, 2, 7);
  type(page.view, "x");
  expect(kept(page), "before the paint").toEqual([]);
  await page.paint();
  expect(kept(page)).toEqual([page.view.dom.children[2]]);
  expect(kept(page)[0]?.style.getPropertyValue("--quire-height")).toMatch(/em$/);
  type(page.view, "y");
  await page.paint();
  expect(kept(page), "on the same line").toHaveLength(1);
});

test("a height is kept no longer when the text has one line more, and anew after that is painted", async () => {
  const page = await opened(...many);
  put(page.view, 2, 7);
  type(page.view, "x");
  await page.paint();
  type(page.view, "twenty letters and more");
  await nextFrame();
  expect(kept(page), "in the frame of the letter").toEqual([]);
  await page.paint();
  expect(kept(page), "after it").toHaveLength(1);
});

test("a height is kept anew also when a letter's new line is laid out before it is looked at", async () => {
  const page = await opened(...many);
  put(page.view, 2, 7);
  type(page.view, "x");
  await page.paint();
  type(page.view, "twenty letters and more");
  await Promise.resolve();
  for (const { tell } of observers) tell();
  expect(kept(page), "as it was laid out").toEqual([]);
  await page.paint();
  expect(kept(page), "after it").toHaveLength(1);
});

test("a height is kept no longer when the page gets narrower, and not before the next letter", async () => {
  const page = await opened(...many);
  put(page.view, 2, 7);
  type(page.view, "x");
  await page.paint();
  for (const { tell } of observers) tell();
  expect(kept(page), "nothing changed").toHaveLength(1);
  width = 300;
  for (const { tell } of observers) tell();
  expect(kept(page)).toEqual([]);
  await page.paint();
  expect(kept(page)).toEqual([]);
});

test("fewer than three hundred blocks keep no heights", async () => {
  const page = await opened(...many.slice(1));
  put(page.view, 2, 7);
  type(page.view, "x");
  await page.paint();
  expect(kept(page)).toEqual([]);
});

test("no more than 24 heights are kept: those that were written in last", async () => {
  const page = await opened(...many);
  for (let index = 0; index < 30; index++) {
    put(page.view, index, 7);
    type(page.view, "x");
    await page.paint();
  }
  expect(kept(page)).toEqual([...page.view.dom.children].slice(6, 30));
});

test("what an editor leaves behind keeps no height", async () => {
  const page = await opened(...many);
  put(page.view, 2, 7);
  type(page.view, "x");
  await page.paint();
  const [block] = kept(page);
  page.editor.destroy();
  expect(block?.className).toBe("");
});

test("of an item the line and its marker keep their height; what grows by itself keeps none", async () => {
  const { view } = await opened(
    li("bullet", "An item"),
    li("task", "A task"),
    p("A quote", { kind: "quote" }),
    pre("code"),
    hr(),
    p("A picture"),
    li("bullet", "A heading in a list", { kind: "heading", level: 2 }),
  );
  const blocks = [...view.dom.children].filter((block) => block instanceof HTMLElement);
  blocks[5]?.append(document.createElement("img"));
  expect(blocks.map((block) => keepable(block)?.frame.localName)).toEqual([
    "li",
    "li",
    "blockquote",
    "div",
    undefined,
    undefined,
    undefined,
  ]);
});
