import { integer, line } from "../attribute.ts";
import { isQuireElement, readData, writeData } from "../data-attributes.ts";
import type { DomElement } from "../dom-element.ts";
import { fileAddress } from "../file-address.ts";
import type { NodeKind } from "../kind.ts";
import { maxIndent } from "../limits.ts";

const attributes = {
  id: line(64),
  src: fileAddress,
  name: line(255),
  /** In bytes. */
  size: integer(0, Number.MAX_SAFE_INTEGER),
  /** What its bytes are, such as `application/pdf`. */
  type: line(127),
  indent: integer(1, maxIndent),
};

/** A file's attributes as they are meant, whatever is stored. */
export interface FileAttributes {
  readonly src: string | null;
  readonly name: string | null;
  readonly size: number | null;
  readonly type: string | null;
}

/** Reads a file's attributes. */
export function readFileAttributes(values: Readonly<Record<string, unknown>>): FileAttributes {
  return {
    src: attributes.src.read(values.src),
    name: attributes.name.read(values.name),
    size: attributes.size.read(values.size),
    type: attributes.type.read(values.type),
  };
}

/** A file to keep: its name, and the way to it. */
export const file = {
  name: "file",
  since: 3,
  attributes,
  spec: {
    group: "block",
    atom: true,
    draggable: true,
    leafText: (node) => readFileAttributes(node.attrs).name ?? "",
    parseDOM: [
      {
        tag: "div[data-quire=file]",
        priority: 60,
        getAttrs: (element: DomElement) => isQuireElement(element, "file") && readData(element, attributes),
      },
    ],
    toDOM: (node) => {
      const { src, name } = readFileAttributes(node.attrs);
      const data = writeData("file", attributes, node.attrs);
      return ["div", data, ["a", { href: src, download: name }, name ?? src ?? ""]];
    },
  },
} satisfies NodeKind<"file">;
