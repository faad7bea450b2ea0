import type { RootContent } from "mdast";
import { schema } from "../schema.ts";
import type { Conversion } from "./conversion.ts";

/** A page break is the directive `::page-break`; what other programs write in HTML is read. */
export const pageBreakConversion: Conversion = {
  name: "page_break",
  toMdast: () => [{ type: "leafDirective", name: "page-break", children: [] }],
  toHast: () => ({
    type: "element",
    tagName: "div",
    properties: { style: "break-after: page" },
    children: [],
  }),
  fromMdast: (node) => (isBreak(node) ? { type: "block", block: schema.node("page_break") } : undefined),
  elements: {
    div(state, element) {
      const [, side] = breaking.exec(String(element.properties.style ?? "")) ?? [];
      if (side === undefined) return undefined;
      const children = state.toFlow(state.all(element));
      const sign = { type: "leafDirective" as const, name: "page-break", children: [] };
      return side === "before" ? [sign, ...children] : [...children, sign];
    },
  },
};

const breaking = /(?:^|[\s;])(?:page-)?break-(before|after)\s*:\s*(?:always|page)\b/i;

function isBreak(node: RootContent): boolean {
  if (node.type === "leafDirective") return node.name === "page-break";
  const [, style = ""] =
    (node.type === "html" && /^<div\s+style="([^"<>]*)">\s*<\/div>$/i.exec(node.value)) || [];
  return breaking.test(style);
}
