import { afterEach, expect, test, vi } from "vitest";
import { createFlagSideFinder, type FlagSide } from "./caret-flag-sides.ts";
import { createCaretFlags } from "./caret-flags.ts";

/** An observer that tells when it is told to, of what it watches then. */
class Observer {
  static made: Observer[] = [];
  readonly watched = new Set<Element>();
  readonly #told: (entries: object[]) => void;

  constructor(told: (entries: object[]) => void) {
    this.#told = told;
    Observer.made.push(this);
  }

  observe(target: Element): void {
    this.watched.add(target);
  }

  unobserve(target: Element): void {
    this.watched.delete(target);
  }

  disconnect(): void {
    this.watched.clear();
  }

  paint(rects: ReadonlyMap<Element, DOMRect>): void {
    const seen = [...this.watched].map((target) => ({ target, boundingClientRect: rects.get(target) }));
    this.#told(seen);
  }
}

afterEach(() => {
  vi.unstubAllGlobals();
  Observer.made = [];
  document.body.replaceChildren();
});

function drawn(name = "Heron") {
  const text = document.createElement("div");
  const caret = document.createElement("span");
  const flag = document.createElement("span");
  flag.textContent = name;
  if (name !== "") caret.append(flag);
  text.append(caret);
  document.body.append(text);
  return { text, caret, flag };
}

function find() {
  vi.stubGlobal("IntersectionObserver", Observer);
  const found: FlagSide[] = [];
  const finder = createFlagSideFinder((_caret, side) => found.push(side));
  return { found, finder };
}

const room = new DOMRect(100, 0, 700, 5000);
const flagAt = (left: number, top: number) => new DOMRect(left, top - 17, 60, 17);
const caretAt = (left: number, top: number) => new DOMRect(left, top, 0, 30);

test.each([
  ["below on the first line", 300, 0, { isBelow: true, isEnd: false }],
  ["above on every other", 300, 40, { isBelow: false, isEnd: false }],
  ["to the left at the far edge", 780, 40, { isBelow: false, isEnd: true }],
])("RT-5 a flag is %s", (_name, left, top, side) => {
  const { found, finder } = find();
  const { text, caret, flag } = drawn();
  const asked = vi.spyOn(Element.prototype, "getBoundingClientRect");
  finder.ask(caret, text);
  const rects = [
    [text, room],
    [caret, caretAt(left, top)],
    [flag, flagAt(left, top)],
  ] as const;
  Observer.made[0]?.paint(new Map<Element, DOMRect>(rects));
  expect(found).toEqual([side]);
  expect(asked, "to ask would lay the document out").not.toHaveBeenCalled();
  expect(Observer.made[0]?.watched.size, "nothing is watched on").toBe(0);
});

test("RT-5 a caret without a name has a side all the same", () => {
  const { found, finder } = find();
  const { text, caret } = drawn("");
  finder.ask(caret, text);
  const rects = [
    [text, room],
    [caret, caretAt(300, 0)],
  ] as const;
  Observer.made[0]?.paint(new Map<Element, DOMRect>(rects));
  expect(found).toEqual([{ isBelow: false, isEnd: false }]);
});

test("a caret that left the page before it was painted is not told of", () => {
  const { found, finder } = find();
  const { text, caret, flag } = drawn();
  finder.ask(caret, text);
  caret.remove();
  const nowhere = new DOMRect(0, 0, 0, 0);
  Observer.made[0]?.paint(new Map<Element, DOMRect>([text, caret, flag].map((one) => [one, nowhere])));
  expect(found).toEqual([]);
  finder.close();
  expect(Observer.made[0]?.watched.size).toBe(0);
});

test("RT-5 a caret that is drawn anew has its flag on the side where it was", () => {
  vi.stubGlobal("IntersectionObserver", Observer);
  const flags = createCaretFlags(2000);
  const text = document.createElement("div");
  const draw = () => {
    const caret = flags.draw(1, { name: "Heron", hue: 5 }, text);
    text.replaceChildren(caret);
    return caret;
  };
  document.body.append(text);
  const first = draw();
  const rects = [
    [text, room],
    [first, caretAt(780, 0)],
    [first.children[0] ?? first, flagAt(780, 0)],
  ] as const;
  Observer.made[0]?.paint(new Map<Element, DOMRect>(rects));
  const sides = "quire-caret quire-hue-5 quire-caret-below quire-caret-end";
  expect(first.className).toBe(sides);
  expect(draw().className).toBe(sides);
  flags.forget(1);
  expect(draw().className).toBe("quire-caret quire-hue-5");
  flags.close();
});
