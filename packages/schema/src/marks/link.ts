import { line, text } from "../attribute.ts";
import type { DomElement } from "../dom-element.ts";
import { isSafeHref } from "../href.ts";
import type { MarkKind } from "../kind.ts";

const maxHrefLength = 8192;

const href = text((value) => value.length <= maxHrefLength && isSafeHref(value));
const title = line(1000);

/** A link. One whose address is not safe stands for its text alone: it is neither read nor drawn as a link. */
export const link = {
  name: "link",
  since: 1,
  attributes: { href, title },
  required: ["href"],
  spec: {
    inclusive: false,
    parseDOM: [
      {
        tag: "a[href]",
        getAttrs: (element: DomElement) => {
          const address = href.read(element.getAttribute("href"));
          return address !== null && { href: address, title: title.read(element.getAttribute("title")) };
        },
      },
    ],
    toDOM: (mark) => {
      const address = href.read(mark.attrs.href);
      if (address === null) return ["span", 0];
      return ["a", { href: address, title: title.read(mark.attrs.title), rel: "noopener noreferrer" }, 0];
    },
  },
} satisfies MarkKind<"link">;
