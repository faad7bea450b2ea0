import type { Nodes } from "mdast";

// The raw tags that mean something to us in Markdown. Every other one is kept as its source.

/** Whether the node is `<br>`, a line break where Markdown's own sign for one cannot stand. */
export function isBreakTag(node: Nodes): boolean {
  return node.type === "html" && /^<br\s*\/?>$/i.test(node.value);
}

/** Whether the node is `<u>`, which begins underlined text: Markdown has no sign for it. */
export function isUnderlineStart(node: Nodes): boolean {
  return node.type === "html" && /^<u>$/i.test(node.value);
}

/** Whether the node is `</u>`. */
export function isUnderlineEnd(node: Nodes): boolean {
  return node.type === "html" && /^<\/u>$/i.test(node.value);
}
