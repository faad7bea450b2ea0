import type { PhrasingContent } from "mdast";
import { date, readDate, writeDate } from "../inlines/date.ts";
import { readPair, writePair } from "../markdown/html-tags.ts";
import { schema } from "../schema.ts";
import type { InlineConversion } from "./inline-conversion.ts";

/** A date is HTML's element for one in both: Markdown has no sign for it. */
export const dateConversion: InlineConversion = {
  name: "date",
  toMdast(node) {
    const day = readDate(node.attrs);
    return day === null ? [] : writePair("time", { value: day, text: writeDate(day) });
  },
  toHast(node) {
    const day = readDate(node.attrs);
    const properties = day === null ? {} : { dateTime: day };
    return {
      type: "element",
      tagName: "time",
      properties,
      children: [{ type: "text", value: writeDate(day) }],
    };
  },
  fromMdast(nodes, at) {
    const node = nodes[at];
    if (node?.type === "textDirective" && node.name === "date")
      return { node: schema.node("date", { date: node.attributes?.date }), length: 1 };
    const day = date.attributes.date.read(readPair("time", nodes, at)?.value);
    return day === null ? undefined : { node: schema.node("date", { date: day }), length: 3 };
  },
  elements: {
    time(state, element) {
      const children = state.all(element) as PhrasingContent[];
      const day = date.attributes.date.read(element.properties.dateTime);
      return day === null
        ? children
        : { type: "textDirective", name: "date", attributes: { date: day }, children };
    },
  },
};
