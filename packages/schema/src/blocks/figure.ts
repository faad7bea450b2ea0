import { choice, integer, line } from "../attribute.ts";
import { isQuireElement, readData, textElement, writeData } from "../data-attributes.ts";
import type { DomElement } from "../dom-element.ts";
import { fileAddress, isStoredFile } from "../file-address.ts";
import { flowPlace } from "../flow-dom.ts";
import type { NodeKind } from "../kind.ts";
import { maxIndent } from "../limits.ts";

const textNode = 3;

const attributes = {
  id: line(64),
  src: fileAddress,
  /** What the picture shows, for who cannot see it. */
  alt: line(1000),
  /** In CSS pixels. Null is as wide as the picture is. */
  width: integer(24, 4000),
  /** Null is the middle. */
  align: choice(["left", "right"]),
  indent: integer(1, maxIndent),
};

/** A figure's attributes as they are meant, whatever is stored. */
export interface FigureAttributes {
  readonly src: string | null;
  readonly alt: string | null;
  readonly width: number | null;
  readonly align: "left" | "right" | null;
}

/** Reads a figure's attributes. */
export function readFigure(values: Readonly<Record<string, unknown>>): FigureAttributes {
  return {
    src: attributes.src.read(values.src),
    alt: attributes.alt.read(values.alt),
    width: attributes.width.read(values.width),
    align: attributes.align.read(values.align),
  };
}

/** A picture with a caption: its text. A picture of another site is drawn as a link to it. */
export const figure = {
  name: "figure",
  since: 3,
  attributes,
  spec: {
    group: "block",
    content: "inline*",
    isolating: true,
    draggable: true,
    parseDOM: [{ tag: "figure", contentElement: captionOf, getAttrs: attributesOf }],
    toDOM: (node) => {
      const { src, alt, width } = readFigure(node.attrs);
      // What is drawn from this may be loaded at once.
      const isStored = src !== null && isStoredFile(src);
      return [
        "figure",
        writeData("figure", attributes, node.attrs),
        isStored ? ["img", { src, alt: alt ?? "", width }] : ["a", { href: src }, alt ?? src ?? ""],
        ["figcaption", textElement, 0],
      ];
    },
  },
} satisfies NodeKind<"figure">;

function attributesOf(element: DomElement): Record<string, unknown> | false {
  if (isQuireElement(element, "figure")) return readData(element, attributes);
  const image = element.querySelector("img");
  const isAlone = element.querySelector("table, pre, ul, ol, blockquote, figure") === null;
  return image !== null && isAlone && isOnePicture(element) && foreignAttributes(element, image);
}

/** Whether there is one picture, and no word beside its caption: a figure of ours would have no place for more. */
function isOnePicture(element: DomElement): boolean {
  const pictures: DomElement[] = [];
  let hasWords = false;
  const look = (inside: DomElement) => {
    for (let child = inside.firstChild; child !== null; child = child.nextSibling) {
      const name = child.nodeName.toLowerCase();
      if (name === "img") pictures.push(child);
      else if (child.nodeType === textNode) hasWords ||= child.nodeValue?.trim() !== "";
      else if (name !== "figcaption") look(child);
    }
  };
  look(element);
  return pictures.length === 1 && !hasWords;
}

/** What another page says of a picture, or false where it says nothing that could be shown. */
function foreignAttributes(place: DomElement, image: DomElement): Record<string, unknown> | false {
  const src = attributes.src.read(image.getAttribute("src"));
  if (src === null) return false;
  const alt = attributes.alt.read(image.getAttribute("alt")?.replace(/\s+/g, " ").trim());
  const width = attributes.width.read(Number(image.getAttribute("width")));
  return { src, alt, width, indent: flowPlace(place).indent };
}

function captionOf(element: DomElement): DomElement {
  return (
    element.querySelector("figcaption") ??
    element.appendChild(element.ownerDocument.createElement("figcaption"))
  );
}
