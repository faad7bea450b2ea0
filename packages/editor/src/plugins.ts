import { bind, undoPlugin } from "@quire/binding";
import { fragmentName, schema } from "@quire/schema";
import { dropCursor } from "prosemirror-dropcursor";
import { gapCursor } from "prosemirror-gapcursor";
import type { Node } from "prosemirror-model";
import type { Plugin } from "prosemirror-state";
import type { Awareness } from "y-protocols/awareness";
import type * as Y from "yjs";
import type { AfterPaint } from "./after-paint.ts";
import { autoformatPlugin } from "./autoformat.ts";
import { caretsPlugin } from "./carets.ts";
import { clipboardPlugin } from "./clipboard.ts";
import { commands } from "./commands/commands.ts";
import { keymapPlugins } from "./keymap.ts";
import { leaveKeyPlugin } from "./leave-key.ts";
import { linksPlugin } from "./links.ts";
import type { ListNumbers } from "./list-numbers.ts";
import { ownCaretPlugin } from "./own-caret.ts";
import { placeholderPlugin } from "./placeholder.ts";
import { type RemovedBlock, removedBlockPlugin } from "./removed-block.ts";
import { sealedPlugin } from "./sealed-keys.ts";
import { settleSelectionPlugin } from "./settle-selection.ts";
import { slashPlugin } from "./slash.ts";
import { trailingPlugin } from "./trailing.ts";
import { typeOverPlugin } from "./type-over.ts";

/** What a state is made from. */
export interface Parts {
  readonly doc: Node;
  readonly plugins: readonly Plugin[];
}

/** What a bound document is made from. */
export interface Binding {
  readonly ydoc: Y.Doc;
  readonly awareness: Awareness | undefined;
  readonly placeholder: string | undefined;
  readonly numbers: ListNumbers;
  readonly afterPaint: AfterPaint;
  readonly onRemoved: (removed: RemovedBlock) => void;
}

/** A document that is edited: everything, bound to the shared document. */
export function boundParts(binding: Binding): Parts {
  const { ydoc, awareness, placeholder, numbers, afterPaint, onRemoved } = binding;
  const fragment = ydoc.getXmlFragment(fragmentName);
  const { sealed_block: block, sealed_text: inline } = schema.nodes;
  const sync = bind({ fragment, schema, sealed: { block, inline } });
  const plugins = [
    undoPlugin({ fragment }), // says where a step ends before it is written
    sync.plugin, // writes the change: what stands below sees both documents agree
    settleSelectionPlugin(ydoc, awareness), // before a key or a caret of someone else is acted on
    ...(awareness ? [caretsPlugin(awareness), ownCaretPlugin(awareness, afterPaint)] : []),
    leaveKeyPlugin(),
    slashPlugin(commands), // its keys come before those of writing
    autoformatPlugin(), // so does its Backspace
    sealedPlugin(),
    typeOverPlugin(),
    ...keymapPlugins(),
    ...looks(numbers),
    ...(placeholder === undefined ? [] : [placeholderPlugin(placeholder)]),
    trailingPlugin(),
    removedBlockPlugin(onRemoved),
    dropCursor({ color: false, class: "quire-drop" }),
    gapCursor(),
  ];
  return { doc: sync.doc, plugins };
}

function looks(numbers: ListNumbers): readonly Plugin[] {
  return [numbers.plugin(), clipboardPlugin(), linksPlugin()];
}
