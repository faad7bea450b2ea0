import { defaultHandlers } from "hast-util-to-mdast";
import { math, mathClass, readMath, readTex } from "../inlines/math.ts";
import { schema } from "../schema.ts";
import type { InlineConversion } from "./inline-conversion.ts";

/** Mathematics in a line is between dollar signs in Markdown; in HTML it is code of a class that others know it by. */
export const mathConversion: InlineConversion = {
  name: "math",
  toMdast(node) {
    const tex = readMath(node.attrs);
    return tex === null ? [] : [{ type: "inlineMath", value: tex }];
  },
  toHast(node) {
    return {
      type: "element",
      tagName: "code",
      properties: { className: ["language-math", mathClass] },
      children: [{ type: "text", value: readMath(node.attrs) ?? "" }],
    };
  },
  fromMdast(nodes, at) {
    const node = nodes[at];
    const isMath = node?.type === "inlineMath" || (node?.type === "inlineCode" && node.data?.isMath === true);
    const tex = isMath ? readTex(node.value) : null;
    return tex === null ? undefined : { node: schema.node(math.name, { tex }), length: 1 };
  },
  elements: {
    code(state, element) {
      const names = element.properties.className;
      if (!Array.isArray(names) || !names.includes(mathClass)) return undefined;
      const { value } = defaultHandlers.code(state, element);
      return { type: "inlineMath", value };
    },
  },
};
