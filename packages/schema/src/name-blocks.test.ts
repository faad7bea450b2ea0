import { expect, test } from "vitest";
import { fromMarkdown } from "./markdown.ts";
import { nameBlocks } from "./name-blocks.ts";

test("blocks in a table's cells get ids, and so does the table", () => {
  let next = 0;
  const named = nameBlocks(fromMarkdown("| a | b |\n| - | - |\n"), () => `n${++next}`);
  const ids: unknown[] = [];
  named.descendants(({ attrs }) => void ids.push(...("id" in attrs ? [attrs.id] : [])));
  expect(ids).toEqual(["n1", "n2", "n3"]);
});

test("every block gets an id, also inside another, and nothing else changes", () => {
  let next = 0;
  const doc = fromMarkdown("# a\n\n> [!TIP]\n> - b\n>\n> ---\n\n```\nc\n```\n");
  const named = nameBlocks(doc, () => `n${++next}`);
  const ids: unknown[] = [];
  named.descendants((node) => {
    if (node.isBlock) ids.push(node.attrs.id);
  });
  expect(ids).toEqual(["n1", "n2", "n3", "n4", "n5"]);
  expect(named.toString()).toBe(doc.toString());
  expect(nameBlocks(named, () => "other").eq(named)).toBe(true);
});
