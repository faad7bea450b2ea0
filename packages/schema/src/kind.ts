import type { MarkSpec, NodeSpec } from "prosemirror-model";
import type { Attribute } from "./attribute.ts";

/** What a block or an inline leaf says of itself: its name, its attributes, and how it stands in HTML. */
export interface NodeKind<Name extends string = string> {
  readonly name: Name;
  /** The schema version that brought it: what a page must know to show it. */
  readonly since: number;
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly spec: NodeSpec;
}

/** What a mark says of itself. */
export interface MarkKind<Name extends string = string> {
  readonly name: Name;
  /** The schema version that brought it. */
  readonly since: number;
  readonly attributes: Readonly<Record<string, Attribute>>;
  /** Attributes without which the mark means nothing. */
  readonly required: readonly string[];
  readonly spec: MarkSpec;
}
