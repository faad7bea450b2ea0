import type { Element, ElementContent } from "hast";
import type { Handle } from "hast-util-to-mdast";
import type { BlockContent, Definition, Parents, RootContent } from "mdast";
import type { Node } from "prosemirror-model";
import type { BlockName } from "../schema.ts";

/** A kind's own node of a Markdown tree, as it is to be read. */
export type Reading =
  /** The block that it is. */
  | { readonly type: "block"; readonly block: Node }
  /** The block that it makes of what is read from these nodes: at least one block. */
  | {
      readonly type: "flow";
      readonly children: RootContent[];
      make(blocks: readonly Node[]): Node;
    };

/** How text in a Markdown tree is read. */
export interface Lines {
  /** What a reference means. */
  definition(identifier: string): Definition | undefined;
  /** What stands in a line. */
  read(line: Parents): Node[];
}

/**
 * How a kind of block that is no paragraph stands in Markdown and in HTML: one file a kind. Where a block stands in lists
 * and quotes, and what they do to it, is not its own affair.
 */
export interface Conversion {
  readonly name: Exclude<BlockName, "paragraph">;
  /** Its Markdown. `inside` gives what stands in a flow. */
  toMdast(block: Node, inside: (flow: Node) => BlockContent[]): BlockContent[];
  /** Its HTML. `inside` gives what stands in a flow, each block on a line of its own. */
  toHast(block: Node, inside: (flow: Node) => ElementContent[]): Element;
  /** What a Markdown node says, undefined where it is none of this kind's. */
  fromMdast(node: RootContent, lines: Lines): Reading | undefined;
  /** What elements of foreign HTML are in a Markdown tree, by their names, where they are not what the library takes them for; undefined for one that is. */
  readonly elements?: Readonly<Record<string, Handle>>;
}
