import { defaultHandlers } from "hast-util-to-mdast";
import type { Image } from "mdast";
import { readImage } from "../inlines/image.ts";
import { schema } from "../schema.ts";
import type { InlineConversion } from "./inline-conversion.ts";

declare module "mdast" {
  interface ImageData {
    /** How wide it is to be, where the tree was made from HTML. */
    width?: number;
  }
}

/** A picture in a line is an image in Markdown and in HTML. One in a link is kept as its source: no mark can stand on a picture. */
export const imageConversion: InlineConversion = {
  name: "image",
  toMdast(node) {
    const { src, alt, title } = readImage(node.attrs);
    return src === null ? [] : [{ type: "image", url: src, alt: alt ?? "", title }];
  },
  toHast(node) {
    const { src, alt, title, width } = readImage(node.attrs);
    return {
      type: "element",
      tagName: "img",
      properties: {
        ...(src !== null && { src }),
        alt: alt ?? "",
        ...(title !== null && { title }),
        ...(width !== null && { width }),
      },
      children: [],
    };
  },
  fromMdast(nodes, at, isLinked) {
    const node = nodes[at];
    if (node?.type !== "image" || isLinked) return undefined;
    const words = (text: string | null | undefined) => text?.replace(/\s+/g, " ").trim();
    const attrs = readImage({
      src: node.url,
      alt: words(node.alt),
      title: words(node.title),
      width: node.data?.width,
    });
    return attrs.src === null ? undefined : { node: schema.node("image", attrs), length: 1 };
  },
  elements: {
    img(state, element) {
      const image: Image = defaultHandlers.img(state, element);
      const width = Number(element.properties.width);
      return width > 0 ? { ...image, data: { width } } : image;
    },
  },
};
