import type { Element, ElementContent } from "hast";
import type { Handle } from "hast-util-to-mdast";
import type { BlockContent, Image, Paragraph, PhrasingContent, RootContent } from "mdast";
import type { Node } from "prosemirror-model";
import { figure, readFigure } from "../blocks/figure.ts";
import { schema } from "../schema.ts";
import type { Conversion, Lines } from "./conversion.ts";

type Said = Readonly<Record<string, string | number | null | undefined>>;

const { attributes } = figure;

/**
 * A figure is an image alone on its line. With a caption, a width or a side it is a directive around that line,
 * `:::figure{width="320"}`, and the caption is a paragraph below it.
 */
export const figureConversion: Conversion = {
  name: "figure",
  toMdast,
  toHast,
  fromMdast(node, lines) {
    const block = readLine(node, lines) ?? readDirective(node, lines);
    return block === undefined ? undefined : { type: "block", block };
  },
  elements: { figure: readElement },
};

function toMdast(block: Node, inside: (flow: Node) => BlockContent[]): BlockContent[] {
  const { src, alt, width, align } = readFigure(block.attrs);
  const caption = inside(captionOf(block));
  if (src === null) return caption;
  const image: Image = { type: "image", url: src, alt: alt ?? "", title: null };
  const line: Paragraph = { type: "paragraph", children: [image] };
  if (caption.length === 0 && width === null && align === null) return [line];
  const said = { ...(width !== null && { width: String(width) }), ...(align !== null && { align }) };
  return [{ type: "containerDirective", name: "figure", attributes: said, children: [line, ...caption] }];
}

function toHast(block: Node, inside: (flow: Node) => ElementContent[]): Element {
  const { src, alt, width, align } = readFigure(block.attrs);
  const image: ElementContent[] =
    src === null
      ? []
      : [
          {
            type: "element",
            tagName: "img",
            properties: { src, alt: alt ?? "", ...(width !== null && { width }) },
            children: [],
          },
        ];
  const caption: ElementContent[] =
    block.content.size === 0
      ? []
      : inside(captionOf(block)).map((line) => ({ ...line, tagName: "figcaption" }));
  const properties = align === null ? {} : { dataAlign: align };
  return { type: "element", tagName: "figure", properties, children: [...image, ...caption] };
}

/** The caption as it is where it stands alone: a paragraph. */
function captionOf({ content }: Node): Node {
  return schema.node("doc", null, schema.node("paragraph", null, content));
}

/** A line that is nothing but an image which can be shown. One with a title, or of a place that nobody knows, is kept as its source. */
function readLine(node: RootContent, lines: Lines): Node | undefined {
  const image = imageOf(node, lines);
  return image === undefined ? undefined : figureOf(image, {}, []);
}

function imageOf(node: RootContent | undefined, lines: Lines): Image | undefined {
  if (node?.type !== "paragraph" || node.children.length !== 1) return undefined;
  const [only] = node.children;
  if (only?.type === "image") return only;
  if (only?.type !== "imageReference") return undefined;
  const { url, title = null } = lines.definition(only.identifier) ?? { url: "" };
  return { type: "image", url, title, alt: only.alt ?? "" };
}

function readDirective(node: RootContent, lines: Lines): Node | undefined {
  if (node.type !== "containerDirective" || node.name !== "figure") return undefined;
  const [line, caption, ...others] = node.children;
  const image = imageOf(line, lines);
  if (image === undefined || others.length > 0) return undefined;
  const said = node.attributes ?? {};
  if (caption === undefined) return figureOf(image, said, []);
  // A tag that is all of a caption is a block of its own in Markdown.
  const words = caption.type === "html" ? paragraphOf([caption]) : caption;
  return words.type === "paragraph" ? figureOf(image, said, lines.read(words)) : undefined;
}

function figureOf(image: Image, said: Said, caption: readonly Node[]): Node | undefined {
  const src = attributes.src.read(image.url);
  if (src === null || (image.title ?? "") !== "") return undefined;
  const alt = attributes.alt.read(image.alt?.replace(/\s+/g, " ").trim());
  const width = attributes.width.read(Number(said.width));
  const align = attributes.align.read(said.align);
  return schema.node("figure", { src, alt, width, align }, caption);
}

/** A figure of one picture; one that holds anything else is what it holds. */
function readElement(...[state, element]: Parameters<Handle>): ReturnType<Handle> {
  const captions = element.children.filter((child) => isElement(child, "figcaption"));
  const pieces = element.children.filter((child) => !isElement(child, "figcaption"));
  const [line, ...others] = state.toFlow(state.all({ ...element, children: pieces }));
  const isPicture = line?.type === "paragraph" && line.children.length === 1 && others.length === 0;
  if (!isPicture || line.children[0]?.type !== "image") return state.toFlow(state.all(element));
  const words = captions.flatMap((caption) => wordsOf(state.toFlow(state.all(caption))));
  const image = element.children.flatMap((child) => (isElement(child, "img") ? [child] : []))[0];
  const width = image?.properties.width;
  const { dataAlign } = element.properties;
  return {
    type: "containerDirective",
    name: "figure",
    attributes: {
      ...(width !== undefined && { width: String(width) }),
      ...(dataAlign !== undefined && { align: String(dataAlign) }),
    },
    children: words.length > 0 ? [line, paragraphOf(words)] : [line],
  };
}

/** The lines of a caption that somebody made of several paragraphs. */
function wordsOf(flow: readonly RootContent[]): PhrasingContent[] {
  return flow.flatMap((block, index) => {
    if (block.type !== "paragraph") return [];
    return index === 0 ? block.children : [{ type: "break" as const }, ...block.children];
  });
}

function paragraphOf(children: PhrasingContent[]): Paragraph {
  return { type: "paragraph", children };
}

function isElement(node: ElementContent, name: string): node is Element {
  return node.type === "element" && node.tagName === name;
}
