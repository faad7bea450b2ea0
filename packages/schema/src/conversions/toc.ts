import { schema } from "../schema.ts";
import type { Conversion } from "./conversion.ts";

/** A table of contents is the directive `::toc`, and in HTML a place for one: what it says are the headings. */
export const tocConversion: Conversion = {
  name: "toc",
  toMdast: () => [{ type: "leafDirective", name: "toc", children: [] }],
  toHast: () => ({ type: "element", tagName: "nav", properties: { role: "doc-toc" }, children: [] }),
  fromMdast: (node) =>
    node.type === "leafDirective" && node.name === "toc"
      ? { type: "block", block: schema.node("toc") }
      : undefined,
  elements: {
    nav: (_state, element) =>
      element.properties.role === "doc-toc"
        ? { type: "leafDirective", name: "toc", children: [] }
        : undefined,
  },
};
