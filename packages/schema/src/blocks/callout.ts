import { choice, integer, line } from "../attribute.ts";
import { isQuireElement, readData, writeData } from "../data-attributes.ts";
import type { DomElement } from "../dom-element.ts";
import { flowPlace } from "../flow-dom.ts";
import type { NodeKind } from "../kind.ts";
import { maxIndent } from "../limits.ts";

const attributes = {
  id: line(64),
  /** Null is a note. */
  tone: choice(["tip", "warning", "caution"]),
  indent: integer(1, maxIndent),
};

/** What a callout is for, from the quietest to the loudest: the names that GitHub's alerts have. */
export type CalloutTone = "note" | "tip" | "warning" | "caution";

/** The tones in order. */
export const calloutTones: readonly CalloutTone[] = ["note", "tip", "warning", "caution"];

/** A callout's tone, whatever is stored. */
export function readTone(values: Readonly<Record<string, unknown>>): CalloutTone {
  return attributes.tone.read(values.tone) ?? "note";
}

/** Blocks that stand apart from the text around them. */
export const callout = {
  name: "callout",
  since: 2,
  attributes,
  spec: {
    group: "block",
    content: "block*",
    defining: true,
    parseDOM: [
      {
        tag: "aside",
        getAttrs: (element: DomElement) =>
          isQuireElement(element, "callout")
            ? readData(element, attributes)
            : { indent: flowPlace(element).indent },
      },
    ],
    toDOM: (node) => ["aside", writeData("callout", attributes, node.attrs), 0],
  },
} satisfies NodeKind<"callout">;
