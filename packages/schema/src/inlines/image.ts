import { integer, line } from "../attribute.ts";
import { isQuireElement, readData, writeData } from "../data-attributes.ts";
import type { DomElement } from "../dom-element.ts";
import { fileAddress, isStoredFile } from "../file-address.ts";
import type { NodeKind } from "../kind.ts";

const attributes = {
  src: fileAddress,
  /** What the picture shows, for who cannot see it. */
  alt: line(1000),
  title: line(1000),
  /** In CSS pixels. Null is as wide as the picture is. */
  width: integer(1, 4000),
};

/** A picture's attributes as they are meant, whatever is stored. */
export interface ImageAttributes {
  readonly src: string | null;
  readonly alt: string | null;
  readonly title: string | null;
  readonly width: number | null;
}

/** Reads a picture's attributes: what is no value of one is null. */
export function readImage(values: Readonly<Record<string, unknown>>): ImageAttributes {
  return {
    src: attributes.src.read(values.src),
    alt: attributes.alt.read(values.alt),
    title: attributes.title.read(values.title),
    width: attributes.width.read(values.width),
  };
}

/** A picture in the middle of a line. One of another site is drawn as a link to it: nothing is loaded from there. */
export const image = {
  name: "image",
  since: 3,
  attributes,
  spec: {
    group: "inline",
    inline: true,
    draggable: true,
    leafText: (node) => readImage(node.attrs).alt ?? "",
    parseDOM: [
      { tag: "[data-quire=image]", priority: 60, getAttrs: ownAttributes },
      { tag: "img", priority: 40, getAttrs: foreignAttributes },
    ],
    toDOM: (node) => {
      const { src, alt, title, width } = readImage(node.attrs);
      const data = writeData("image", attributes, node.attrs);
      // What is drawn from this may be loaded at once.
      if (src !== null && isStoredFile(src)) return ["img", { ...data, src, alt: alt ?? "", title, width }];
      return ["span", data, ["a", { href: src, rel: "noopener noreferrer" }, alt ?? src ?? "?"]];
    },
  },
} satisfies NodeKind<"image">;

function ownAttributes(element: DomElement): Record<string, unknown> | false {
  return isQuireElement(element, "image") && readData(element, attributes);
}

function foreignAttributes(element: DomElement): Record<string, unknown> | false {
  const words = (name: string) => element.getAttribute(name)?.replace(/\s+/g, " ").trim();
  const src = attributes.src.read(element.getAttribute("src"));
  const width = Number(element.getAttribute("width"));
  return src !== null && { ...readImage({ alt: words("alt"), title: words("title"), width }), src };
}
