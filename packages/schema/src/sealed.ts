import type { AttributeSpec, Node, NodeSpec } from "prosemirror-model";

/** The names of what stands in a view for a part of the document that this schema lacks. */
export type SealedName = "sealed_block" | "sealed_text";

/** What a sealed thing says of what it stands for. */
export interface SealedAttributes {
  /** Which one it is, in one view and no other. */
  readonly key: string;
  /** What it is called where it comes from, such as `gallery` or `mark sub`. */
  readonly name: string;
  /** What of it reads as text. */
  readonly text: string;
}

/** None has a default, so that nothing but who knows what it stands for can make one. */
const attrs: Record<keyof SealedAttributes, AttributeSpec> = {
  key: { validate: "string" },
  name: { validate: "string" },
  text: { validate: "string" },
};

/**
 * Nodes of views alone, never of documents: no kinds, and unknown to `names`, so that no server lets an element of such a
 * name in. No HTML is read as one, and one that is copied goes out as its text.
 */
export const sealedSpecs: Readonly<Record<SealedName, NodeSpec>> = {
  /** In the place of a block. */
  sealed_block: {
    group: "block",
    atom: true,
    draggable: true,
    attrs,
    leafText,
    toDOM: (node) => [
      "p",
      ...leafText(node)
        .split("\n")
        .flatMap((line, at) => (at > 0 ? [["br"], line] : [line])),
    ],
  },
  /** In the place of a run of text, or of something in a line. */
  sealed_text: {
    group: "inline",
    inline: true,
    atom: true,
    draggable: true,
    attrs,
    leafText,
    toDOM: (node) => ["span", leafText(node)],
  },
};

/** Whether a node only stands for something that this schema lacks. */
export function isSealed(node: Node): boolean {
  return Object.hasOwn(sealedSpecs, node.type.name);
}

/** What a sealed node says. */
export function readSealed({ attrs: { key, name, text } }: Node): SealedAttributes {
  return { key: String(key), name: String(name), text: String(text) };
}

function leafText(node: Node): string {
  return readSealed(node).text;
}
