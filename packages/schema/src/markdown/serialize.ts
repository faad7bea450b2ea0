import type { Code, Image, InlineMath, ListItem, Nodes, Text } from "mdast";
import { directiveToMarkdown } from "mdast-util-directive";
import { gfmToMarkdown } from "mdast-util-gfm";
import {
  defaultHandlers,
  type Info,
  type Join,
  type Options,
  toMarkdown as write,
} from "mdast-util-to-markdown";
import { withDollars, writeInlineMath } from "./dollars.ts";
import { mathLanguage, writeMath } from "./math-fence.ts";

/** The number that an ordered item has, where the tree's maker knows it. */
export type ItemNumbers = WeakMap<ListItem, number>;

/** A tree as Markdown, in one house style: `-` for bullets, `*` for emphasis, fences for code, one blank line at most. */
export function serialize(node: Nodes, numbers: ItemNumbers = new WeakMap()): string {
  const markdown = write(node, {
    extensions: [gfmToMarkdown(), blockDirectives(), houseStyle(numbers)],
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
    unsafe: [
      { character: "<", after: "[`*_~]", inConstruct: "phrasing" },
      { atBreak: true, character: "$", after: "\\$" },
      { character: "$", inConstruct: "dollars" },
      // A note's sign at the start of a line and a colon would say what the note is.
      { character: ":", before: "\\]", inConstruct: "phrasing" },
    ],
    handlers: {
      text: (node: Text, parent, state, info) =>
        atMarks(
          withDollars(node, state, () => defaultHandlers.text(node, parent, state, info)),
          info,
        ),
      image: (node: Image, parent, state, info) =>
        withDollars(node, state, () => defaultHandlers.image(node, parent, state, info)),
      inlineMath: (node: InlineMath, _parent, _state, info) => writeInlineMath(node, info),
      code: (node: Code, parent, state, info) =>
        node.lang === mathLanguage ? writeMath(node, state) : defaultHandlers.code(node, parent, state, info),
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

/**
 * The library leaves an underscore in a word alone, and may then write the letter beside it as a reference, since a mark
 * begins or ends there: the underscore stands at a word's edge, and means something.
 */
function atMarks(text: string, { before, after }: Pick<Info, "before" | "after">): string {
  const start = /[*_~]$/.test(before) ? text.replace(/^([^\\])_/su, "$1\\_") : text;
  return /^[*_~]/.test(after) ? start.replace(/(?<!\\)_(.)$/su, "\\_$1") : start;
}

/** Directives that are blocks. A colon in a line begins none, so it needs no backslash. */
function blockDirectives(): Options {
  const { unsafe, ...rest } = directiveToMarkdown();
  return {
    ...rest,
    unsafe: (unsafe ?? []).filter(({ inConstruct }) => inConstruct?.includes("phrasing") !== true),
  };
}

/**
 * Source and tables end, in general, only at a blank line; and in a quote right below a line, micromark sees no list but at 1.
 */
const blankLines: Join = (left, right) =>
  endsAtBlank.has(left.type) || endsAtBlank.has(right.type) || right.type === "blockquote" ? 1 : undefined;

const endsAtBlank = new Set<Nodes["type"]>(["html", "table"]);
