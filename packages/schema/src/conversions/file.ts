import type { Element, ElementContent } from "hast";
import type { Node } from "prosemirror-model";
import { file, readFileAttributes } from "../blocks/file.ts";
import { schema } from "../schema.ts";
import type { Conversion } from "./conversion.ts";

const { attributes } = file;

/** A file is the directive `::file{name=… src=…}`, and a link that says so in HTML. */
export const fileConversion: Conversion = {
  name: "file",
  toMdast(block) {
    const { src, name, size, type } = readFileAttributes(block.attrs);
    if (src === null)
      return name === null ? [] : [{ type: "paragraph", children: [{ type: "text", value: name }] }];
    const said = {
      ...(name !== null && { name }),
      src,
      ...(size !== null && { size: String(size) }),
      ...(type !== null && { type }),
    };
    return [{ type: "leafDirective", name: "file", attributes: said, children: [] }];
  },
  toHast,
  fromMdast(node) {
    if (node.type !== "leafDirective" || node.name !== "file") return undefined;
    const said = node.attributes ?? {};
    const src = attributes.src.read(said.src);
    if (src === null) return undefined;
    const name = attributes.name.read(said.name);
    const size = said.size == null ? null : attributes.size.read(Number(said.size));
    const type = attributes.type.read(said.type);
    return { type: "block", block: schema.node("file", { src, name, size, type }) };
  },
  elements: {
    a(_state, element) {
      const { dataFile, dataSize, dataType, href } = element.properties;
      if (dataFile === undefined) return undefined;
      return {
        type: "leafDirective",
        name: "file",
        attributes: {
          name: wordsOf(element),
          src: String(href ?? ""),
          ...(dataSize !== undefined && { size: String(dataSize) }),
          ...(dataType !== undefined && { type: String(dataType) }),
        },
        children: [],
      };
    },
  },
};

function toHast(block: Node): Element {
  const { src, name, size, type } = readFileAttributes(block.attrs);
  const link: Element = {
    type: "element",
    tagName: "a",
    properties: {
      ...(src !== null && { href: src }),
      download: name ?? "",
      dataFile: "",
      ...(size !== null && { dataSize: String(size) }),
      ...(type !== null && { dataType: type }),
    },
    children: [{ type: "text", value: name ?? "" }],
  };
  return { type: "element", tagName: "div", properties: {}, children: [link] };
}

function wordsOf(node: ElementContent): string {
  if (node.type === "text") return node.value;
  return "children" in node ? node.children.map(wordsOf).join("") : "";
}
