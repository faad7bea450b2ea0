import { flag } from "../attribute.ts";
import type { DomElement } from "../dom-element.ts";
import type { MarkKind } from "../kind.ts";

/** Code in a line of text. With `source` it is Markdown that no kind exists for, and goes out as it came. */
export const code = {
  name: "code",
  since: 1,
  attributes: { source: flag() },
  required: [],
  spec: {
    code: true,
    parseDOM: [
      {
        tag: "code",
        getAttrs: (element: DomElement) => ({ source: element.hasAttribute("data-source") ? true : null }),
      },
      { tag: "kbd" },
      { tag: "samp" },
      { tag: "tt" },
    ],
    toDOM: (mark) => (mark.attrs.source === true ? ["code", { "data-source": "" }, 0] : ["code", 0]),
  },
} satisfies MarkKind<"code">;
