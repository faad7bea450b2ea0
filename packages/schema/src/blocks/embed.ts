import { integer, line, text } from "../attribute.ts";
import { isQuireElement, readData, writeData } from "../data-attributes.ts";
import type { DomElement } from "../dom-element.ts";
import { flowPlace } from "../flow-dom.ts";
import type { NodeKind } from "../kind.ts";
import { maxIndent } from "../limits.ts";

const attributes = { id: line(64), src: text(isEmbedAddress), indent: integer(1, maxIndent) };

/** A page of another site, by its address. Nothing is asked of that site before somebody says so. */
export const embed = {
  name: "embed",
  since: 3,
  attributes,
  spec: {
    group: "block",
    parseDOM: [
      {
        tag: "[data-quire=embed], a.quire-embed",
        priority: 60,
        getAttrs: (element: DomElement) => {
          const values = isQuireElement(element, "embed")
            ? readData(element, attributes)
            : { ...pick(flowPlace(element)), src: attributes.src.read(element.getAttribute("href")) };
          return typeof values.src === "string" && values;
        },
      },
    ],
    toDOM: (node) => {
      const src = readEmbed(node.attrs);
      const data = writeData("embed", attributes, node.attrs);
      return src === null ? ["div", data] : ["div", data, ["a", { href: src }, src]];
    },
  },
} satisfies NodeKind<"embed">;

/** The address of the page that an embed shows, or null where what is stored is none. */
export function readEmbed(values: Readonly<Record<string, unknown>>): string | null {
  return attributes.src.read(values.src);
}

/**
 * Whether an address is of a site whose pages can stand in a document. `embedFrameOf` says whether this page of it can: it
 * knows more, and is loaded when there is one to show.
 */
export function isOfEmbedSite(address: string): boolean {
  return isEmbedAddress(address) && siteAddress.test(address);
}

const siteAddress =
  /^https:\/\/(?:[\w-]+\.)*(?:youtu\.be|(?:youtube|youtube-nocookie|vimeo|loom|figma|spotify|docs\.google|miro)\.com|(?:codepen|codesandbox)\.io)\/./i;

function pick({ indent }: { readonly indent: number | null }) {
  return { indent };
}

function isEmbedAddress(value: string): boolean {
  return value.length <= 2048 && /^https:\/\/[^\s"<>\\^`{|}\p{C}]+$/u.test(value);
}
