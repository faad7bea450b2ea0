import { schema } from "../schema.ts";
import type { Conversion } from "./conversion.ts";

export const horizontalRuleConversion: Conversion = {
  name: "horizontal_rule",
  toMdast: () => [{ type: "thematicBreak" }],
  toHast: () => ({ type: "element", tagName: "hr", properties: {}, children: [] }),
  fromMdast: ({ type }) =>
    type === "thematicBreak" ? { type: "block", block: schema.node("horizontal_rule") } : undefined,
};
