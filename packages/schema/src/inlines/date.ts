import { text } from "../attribute.ts";
import type { DomElement } from "../dom-element.ts";
import type { NodeKind } from "../kind.ts";

const attributes = { date: text(isDay) };

/** A day in a line, apart from any time of day and any zone. */
export const date = {
  name: "date",
  since: 3,
  attributes,
  spec: {
    group: "inline",
    inline: true,
    leafText: (node) => writeDate(readDate(node.attrs)),
    parseDOM: [
      {
        tag: "time[datetime]",
        getAttrs: (element: DomElement) => {
          const day = attributes.date.read(element.getAttribute("datetime"));
          return day !== null && { date: day };
        },
      },
    ],
    toDOM: (node) => {
      const day = readDate(node.attrs);
      return ["time", { "data-quire": "date", datetime: day }, writeDate(day)];
    },
  },
} satisfies NodeKind<"date">;

/** A date's day as `2026-11-22`, or null where what is stored is none. */
export function readDate(values: Readonly<Record<string, unknown>>): string | null {
  return attributes.date.read(values.date);
}

/** A day as people write it, `22 November 2026`: the same everywhere, since it is what a document's text says. */
export function writeDate(day: string | null): string {
  const [year = "", month = "", date = ""] = day?.split("-") ?? [];
  const name = monthNames[Number(month) - 1];
  return name === undefined ? "?" : `${Number(date)} ${name} ${year}`;
}

/** Whether the text is a day that there is, as `2026-11-22`. */
export function isDay(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const time = Date.parse(`${value}T00:00:00Z`);
  // The thirty-first of February is read as a day of March.
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}

const monthNames =
  "January February March April May June July August September October November December".split(" ");
