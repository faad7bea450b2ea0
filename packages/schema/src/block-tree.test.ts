import { expect, test } from "vitest";
import { type BlockGroup, blockTree } from "./block-tree.ts";
import { schema } from "./schema.ts";

const { paragraph } = schema.nodes;

/** Blocks named by their text, written as `ul(a ul(b))`. */
function nest(...blocks: [text: string, attributes?: Record<string, unknown>][]): string {
  const doc = schema.node(
    "doc",
    null,
    blocks.map(([text, attributes]) => paragraph.create(attributes, schema.text(text))),
  );
  return write(blockTree(doc));
}

function write(groups: readonly BlockGroup[]): string {
  return groups
    .map((group): string => {
      if (group.type === "block") return group.block.textContent;
      if (group.type === "quote") return `q(${write(group.children)})`;
      const items = group.items.map(({ line, children }) =>
        [line.block.textContent, write(children)].join(" ").trim(),
      );
      return `${group.isOrdered ? `ol${group.start}` : "ul"}(${items.join(", ")})`;
    })
    .join(" ");
}

const bullet = { list: "bullet" };
const ordered = { list: "ordered" };
const quote = { kind: "quote" };

test("items nest by their indent, and join the list of their depth again", () => {
  expect(
    nest(
      ["a", bullet],
      ["b", { ...bullet, indent: 1 }],
      ["c", { ...bullet, indent: 2 }],
      ["d", bullet],
      ["e"],
    ),
  ).toBe("ul(a ul(b ul(c)), d) e");
});

test("a block with an indent and no list stands in the item above, at its depth", () => {
  expect(
    nest(
      ["a", bullet],
      ["b", { ...bullet, indent: 1 }],
      ["c", { indent: 2 }],
      ["d", { indent: 1 }],
      ["e", bullet],
    ),
  ).toBe("ul(a ul(b c) d, e)");
});

test("bullets and tasks share a list, numbers have their own", () => {
  expect(nest(["a", bullet], ["b", { list: "task" }], ["c", ordered], ["d", ordered])).toBe(
    "ul(a, b) ol1(c, d)",
  );
});

test("ED-5 a number that is set starts a list, unless it is the item's number already", () => {
  expect(
    nest(["a", { ...ordered, start: 5 }], ["b", { ...ordered, start: 6 }], ["c", { ...ordered, start: 9 }]),
  ).toBe("ol5(a, b) ol9(c)");
});

test("an indent with no item to belong to is as deep as there are items", () => {
  expect(
    nest(["a", { ...bullet, indent: 3 }], ["b", { ...bullet, indent: 1 }], ["c", { ...bullet, indent: 6 }]),
  ).toBe("ul(a, b ul(c))");
  expect(nest(["a", { indent: 2 }], ["b", bullet], ["c", { indent: 5 }])).toBe("a ul(b c)");
});

test("quotes that follow one another are one, and nest by their level", () => {
  expect(
    nest(["a", quote], ["b", { ...quote, level: 3 }], ["c", { ...quote, level: 2 }], ["d", quote], ["e"]),
  ).toBe("q(a q(q(b) c) d) e");
});

test("a list item stands in its quote, a quote with an indent in its item", () => {
  expect(nest(["a", { ...quote, ...bullet }], ["b", { ...quote, ...bullet }])).toBe("q(ul(a, b))");
  expect(nest(["a", bullet], ["b", { ...quote, indent: 1 }])).toBe("ul(a q(b))");
  expect(
    nest(["a", bullet], ["b", { ...quote, ...bullet, indent: 1 }], ["c", { ...bullet, indent: 1 }]),
  ).toBe("ul(a q(ul(b)) ul(c))");
});

test("what stands in an item is in its quotes, and quoted again only beyond them", () => {
  expect(nest(["a", { ...quote, ...bullet }], ["b", { ...quote, indent: 1 }], ["c", { indent: 1 }])).toBe(
    "q(ul(a b c))",
  );
  expect(nest(["a", { ...quote, ...bullet }], ["b", { ...quote, level: 2, indent: 1 }])).toBe(
    "q(ul(a q(b)))",
  );
});

test("values that are none are the plain case", () => {
  expect(
    nest(["a", { kind: "none", list: "none", indent: -1 }], ["b", { list: "constructor", indent: 99 }]),
  ).toBe("a b");
});
