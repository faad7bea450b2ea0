import { expect, test } from "vitest";
import type { DomElement } from "./dom-element.ts";
import { flowPlace } from "./flow-dom.ts";

/** How often anybody went from one node to another. */
let steps = 0;

/** An element of a page that counts the steps from node to node. */
class CountedElement implements DomElement {
  readonly nodeType = 1;
  readonly nodeValue = null;
  readonly textContent = null;
  readonly nodeName: string;
  readonly #children: readonly CountedElement[];
  #parent: CountedElement | null = null;
  #index = 0;

  constructor(name: string, children: readonly CountedElement[] = []) {
    this.nodeName = name.toUpperCase();
    this.#children = children;
    children.forEach((child, index) => {
      child.#parent = this;
      child.#index = index;
    });
  }

  get parentNode() {
    return this.#parent;
  }
  get firstChild() {
    return this.#step(this.#children[0]);
  }
  get nextSibling() {
    return this.#step(this.#beside(1));
  }
  get previousSibling() {
    return this.#step(this.#beside(-1));
  }

  #beside(way: 1 | -1): CountedElement | undefined {
    return this.#parent === null ? undefined : this.#parent.#children[this.#index + way];
  }

  #step(node: CountedElement | undefined): CountedElement | null {
    steps++;
    return node ?? null;
  }

  get ownerDocument(): never {
    throw new Error("nothing is made here");
  }
  getAttribute = () => null;
  hasAttribute = () => false;
  querySelector = () => null;
  insertBefore = (child: DomElement) => child;
  appendChild = (child: DomElement) => child;
}

const many = (count: number, make: () => CountedElement) => Array.from({ length: count }, make);
const line = () => new CountedElement("p");

const shapes: readonly (readonly [string, (count: number) => readonly DomElement[]])[] = [
  [
    "items of a list",
    (count) => {
      const lines = many(count, line);
      new CountedElement(
        "ol",
        lines.map((each) => new CountedElement("li", [each])),
      );
      return lines;
    },
  ],
  [
    "lists beside one another",
    (count) => {
      const lines = many(count, line);
      new CountedElement(
        "div",
        lines.map((each) => new CountedElement("ol", [new CountedElement("li", [each])])),
      );
      return lines;
    },
  ],
  [
    "lines of an item",
    (count) => {
      const lines = many(count, line);
      new CountedElement("ul", [new CountedElement("li", lines)]);
      return lines;
    },
  ],
];

test.each(shapes)("a place among %s costs the same, however many there are", (_, make) => {
  const costOf = (count: number) => {
    const lines = make(count);
    steps = 0;
    for (const each of lines) flowPlace(each);
    return steps / count;
  };
  expect(costOf(10_000)).toBeLessThan(10);
  expect(costOf(10_000)).toBeCloseTo(costOf(1_000), 1);
});
