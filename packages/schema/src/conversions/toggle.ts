import type { Element, ElementContent } from "hast";
import type { BlockContent, DefinitionContent } from "mdast";
import type { Node } from "prosemirror-model";
import { readParagraphAttributes } from "../blocks/paragraph.ts";
import { schema } from "../schema.ts";
import type { Conversion } from "./conversion.ts";

type Content = BlockContent | DefinitionContent;

/**
 * A toggle is a directive, `:::toggle`. The first block in it is what it folds away under; a foreign one may have it in
 * brackets instead.
 */
export const toggleConversion: Conversion = {
  name: "toggle",
  toMdast: (block, inside) => [
    { type: "containerDirective", name: "toggle", children: withHead(block, inside) },
  ],
  toHast,
  fromMdast(node) {
    if (node.type !== "containerDirective" || node.name !== "toggle") return undefined;
    const { children } = node;
    return { type: "flow", children, make: (blocks) => schema.node("toggle", null, blocks) };
  },
  elements: {
    details(state, element) {
      const children = state.toFlow(state.all(element));
      return { type: "containerDirective", name: "toggle", children };
    },
    summary: (state, element) => {
      const [only, ...others] = state.toFlow(state.all(element));
      return only === undefined ? { type: "paragraph", children: [] } : [only, ...others];
    },
  },
};

/** An empty line has no Markdown, but what follows must not take its place: it is empty brackets. */
function withHead(block: Node, inside: (flow: Node) => BlockContent[]): Content[] {
  const head = block.firstChild;
  const children = inside(block);
  if (head === null || head.type.name !== "paragraph" || head.content.size > 0 || children.length === 0)
    return children;
  const { list } = readParagraphAttributes(head.attrs);
  if (list !== null) return children;
  const nothing = [{ type: "html" as const, value: "" }];
  return [{ type: "paragraph", data: { directiveLabel: true }, children: nothing }, ...children];
}

function toHast(block: Node, inside: (flow: Node) => ElementContent[]): Element {
  const { firstChild: head } = block;
  const rest = head === null ? block : block.cut(head.nodeSize);
  const summary = head === null ? [] : inside(block.copy(block.content.cut(0, head.nodeSize)));
  const children: ElementContent[] = [
    { type: "element", tagName: "summary", properties: {}, children: unwrapped(summary) },
    { type: "text", value: "\n" },
    ...inside(rest),
  ];
  return { type: "element", tagName: "details", properties: {}, children };
}

/** A plain line needs no paragraph around it. */
function unwrapped(summary: ElementContent[]): ElementContent[] {
  const [only] = summary;
  return summary.length === 1 && only?.type === "element" && only.tagName === "p" ? only.children : summary;
}
