import type { ListItem, Nodes } from "mdast";
import { gfmToMarkdown } from "mdast-util-gfm";
import { defaultHandlers, type Join, type Options, toMarkdown as write } from "mdast-util-to-markdown";

/** The number that an ordered item has, where the tree's maker knows it. */
export type ItemNumbers = WeakMap<ListItem, number>;

/** A tree as Markdown, in one house style: `-` for bullets, `*` for emphasis, fences for code, one blank line at most. */
export function serialize(node: Nodes, numbers: ItemNumbers = new WeakMap()): string {
  const markdown = write(node, {
    extensions: [gfmToMarkdown(), houseStyle(numbers)],
    bullet: "-",
    rule: "-",
    listItemIndent: "one",
    fences: true,
  });
  return markdown.endsWith("\n") ? markdown.slice(0, -1) : markdown;
}

function houseStyle(numbers: ItemNumbers): Options {
  return {
    join: [blankLines],
    // What the signs of marks and code follow can still be an address in angle brackets: "<`a@b.c>`".
    unsafe: [{ character: "<", after: "[`*_~]", inConstruct: "phrasing" }],
    handlers: {
      // The library finds an item's number by its index in the list, at a cost that grows with the list.
      listItem: (item: ListItem, parent, state, info) => {
        const number = numbers.get(item);
        const alone =
          parent?.type === "list" && number !== undefined
            ? { ...parent, start: number, children: [item] }
            : parent;
        return defaultHandlers.listItem(item, alone, state, info);
      },
    },
  };
}

/** Source ends, in general, only at a blank line; and in a quote right below a line, micromark sees no list but at 1. */
const blankLines: Join = (left, right) =>
  left.type === "html" || right.type === "html" || right.type === "blockquote" ? 1 : undefined;
