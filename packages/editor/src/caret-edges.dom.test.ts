import { afterEach, expect, test, vi } from "vitest";
import { createCaretEdges } from "./caret-edges.ts";

/** An observer of one of the two windows, that tells when it is told to. */
class Observer {
  static made: Observer[] = [];
  readonly watched = new Set<Element>();
  readonly margin: string | undefined;
  readonly #told: (entries: object[]) => void;

  constructor(told: (entries: object[]) => void, { rootMargin }: { rootMargin?: string }) {
    this.#told = told;
    this.margin = rootMargin;
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

  tell(target: Element, isIntersecting: boolean): void {
    this.#told([{ target, isIntersecting }]);
  }
}

afterEach(() => {
  vi.unstubAllGlobals();
  Observer.made = [];
});

function open() {
  vi.stubGlobal("IntersectionObserver", Observer);
  const changed = vi.fn();
  const edges = createCaretEdges(document.createElement("div"), changed);
  const [fromTop, toBottom] = Observer.made;
  if (!fromTop || !toBottom) throw new Error("there are not two windows");
  const caret = document.createElement("span");
  edges.add(1, caret);
  /** What the browser tells of a caret that is above, in sight or below. */
  const put = (where: "above" | "in sight" | "below", one = caret) => {
    fromTop.tell(one, where !== "below");
    toBottom.tell(one, where !== "above");
  };
  return { edges, changed, caret, put, fromTop, toBottom };
}

test("RT-9 a caret is above, in sight or below, as two endless windows tell", () => {
  const { edges, changed, put, fromTop, toBottom } = open();
  expect([fromTop.margin, toBottom.margin]).toEqual(["10000000px 0px 0px", "0px 0px 10000000px"]);
  expect(edges.edgeOf(1)).toBeNull();
  put("below");
  expect(edges.edgeOf(1)).toBe("below");
  put("in sight");
  expect(edges.edgeOf(1)).toBeNull();
  put("below");
  put("above");
  expect(edges.edgeOf(1), "past what is in sight").toBe("above");
  const { length } = changed.mock.calls;
  put("above");
  expect(changed).toHaveBeenCalledTimes(length);
});

test("RT-9 a caret that is hidden, as in a part that is folded, is on no edge", () => {
  const { edges, caret, fromTop, toBottom } = open();
  fromTop.tell(caret, false);
  toBottom.tell(caret, false);
  expect(edges.edgeOf(1)).toBeNull();
});

test("RT-9 a caret that is drawn anew stays where it was until it is painted, and one that goes is nowhere", () => {
  const { edges, changed, caret, put, fromTop } = open();
  put("below");
  const anew = document.createElement("span");
  edges.add(1, anew);
  edges.remove(caret);
  expect(edges.edgeOf(1)).toBe("below");
  expect([...fromTop.watched]).toEqual([anew]);
  put("below", anew);
  expect(changed).toHaveBeenCalledTimes(1);
  edges.remove(anew);
  expect(edges.edgeOf(1)).toBeNull();
  expect(changed).toHaveBeenCalledTimes(2);
});

test("RT-9 two hundred carets are not asked where they are: that would lay the document out at a key", () => {
  const { edges } = open();
  const asked = vi.spyOn(Element.prototype, "getBoundingClientRect");
  for (let id = 2; id < 200; id++) edges.add(id, document.createElement("span"));
  expect(asked).not.toHaveBeenCalled();
  edges.close();
  expect(Observer.made.map(({ watched }) => watched.size)).toEqual([0, 0]);
});
