import type { ElementContent } from "hast";
import type { Handle } from "hast-util-to-mdast";
import type { Nodes, PhrasingContent } from "mdast";
import type { Node } from "prosemirror-model";
import type { InlineName } from "../schema.ts";

/** Something in a line as it is to be read, and how many nodes of the Markdown tree say it. */
export interface InlineReading {
  readonly node: Node;
  readonly length: number;
}

/**
 * How a kind that stands in a line as one thing stands in Markdown and in HTML: one file a kind. A line break is none of
 * them, since its sign depends on the line that it is in.
 */
export interface InlineConversion {
  readonly name: Exclude<InlineName, "hard_break">;
  /** Its Markdown, which is read as the same again wherever in a line it stands. */
  toMdast(node: Node): PhrasingContent[];
  toHast(node: Node): ElementContent;
  /** What the node at an index among its siblings says, perhaps with those behind it; undefined where it is none of this kind's. In a link it loses the link. */
  fromMdast(nodes: readonly Nodes[], at: number, isLinked: boolean): InlineReading | undefined;
  /** What elements of foreign HTML are in a Markdown tree, by their names, where they are not what the library takes them for; undefined for one that is. */
  readonly elements?: Readonly<Record<string, Handle>>;
}
