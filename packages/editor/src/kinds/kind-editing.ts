import type { NodeName } from "@quire/schema";
import type { Command, Plugin } from "prosemirror-state";
import type { NodeViewConstructor } from "prosemirror-view";
import type { AutoformatRule } from "../autoformat-rule.ts";
import type { RunnableCommand } from "../commands/command.ts";
import type { Folds } from "../folds.ts";
import type { References } from "../references.ts";
import type { Uploads } from "../uploads/uploads.ts";
import type { EditorWords } from "../words.ts";

/** What a kind's view and plugins are made with. */
export interface KindContext {
  readonly words: EditorWords;
  readonly folds: Folds;
  readonly references: References;
  /** Where files are kept; undefined where none can be. */
  readonly uploads: Uploads | undefined;
}

/** How one kind is edited: the half of `schema`'s file of the same name that needs an editor. */
export interface KindEditing {
  readonly name: NodeName;
  /** What toolbars, menus and the palette offer. */
  readonly commands: readonly RunnableCommand[];
  /** Signs that become it when they are typed. */
  readonly rules?: readonly AutoformatRule[];
  /** What keys mean in it: tried before what they mean anywhere else. */
  readonly keys?: Readonly<Record<string, Command>>;
  view?(context: KindContext): NodeViewConstructor;
  plugins?(context: KindContext): readonly Plugin[];
}
