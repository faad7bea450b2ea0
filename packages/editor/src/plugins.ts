import { undoPlugin } from "@quire/binding";
import { fragmentName } from "@quire/schema";
import { gapCursor } from "prosemirror-gapcursor";
import type { Node } from "prosemirror-model";
import type { Plugin } from "prosemirror-state";
import type { Awareness } from "y-protocols/awareness";
import type * as Y from "yjs";
import type { AfterPaint } from "./after-paint.ts";
import { autoformatPlugin } from "./autoformat.ts";
import { autoformatRules } from "./autoformat-rules.ts";
import { bindText } from "./bind-text.ts";
import { caretsPlugin } from "./carets.ts";
import { codePreviewsPlugin } from "./code-previews.ts";
import { commands } from "./commands/commands.ts";
import { findPlugin } from "./find/find-plugin.ts";
import { carriedBlocksPlugin } from "./hands/carried-blocks.ts";
import { keptHeightsPlugin } from "./kept-heights-plugin.ts";
import { keymapPlugins } from "./keymap.ts";
import type { KindContext } from "./kinds/kind-editing.ts";
import { kinds } from "./kinds/kinds.ts";
import { lateDropCursor } from "./late-drop-cursor.ts";
import { leaveKeyPlugin } from "./leave-key.ts";
import { linksPlugin } from "./links.ts";
import type { ListNumbers } from "./list-numbers.ts";
import type { LostWords } from "./lost-report.ts";
import { ownCaretPlugin } from "./own-caret.ts";
import { pastingPlugin } from "./paste/pasting.ts";
import { pensPlugin } from "./pens.ts";
import { placeholderPlugin } from "./placeholder.ts";
import { removedBlockPlugin } from "./removed-block.ts";
import { sealedPlugin } from "./sealed-keys.ts";
import { sectionsPlugins } from "./sections/sections-plugin.ts";
import { settleSelectionPlugin } from "./settle-selection.ts";
import { emojiRule } from "./suggestions/emoji-rule.ts";
import { createLateEmoji } from "./suggestions/late-emoji.ts";
import { suggestionSources } from "./suggestions/sources.ts";
import { suggestionsPlugin } from "./suggestions/suggestions.ts";
import { thingFormsPlugin } from "./thing-forms/thing-forms-plugin.ts";
import { trailingPlugin } from "./trailing.ts";
import { typeOverPlugin } from "./type-over.ts";
import { type Typography, typographyRule } from "./typography-rules.ts";
import { uploadsPlugin } from "./uploads/uploads-plugin.ts";
import type { SharedText } from "./uploads/uploads-state.ts";

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
  readonly kinds: KindContext;
  readonly afterPaint: AfterPaint;
  readonly typography: Typography;
  readonly onRemoved: (removed: LostWords) => void;
}

/** A document that is edited: everything, bound to the shared document. */
export function boundParts(binding: Binding): Parts {
  const { ydoc, awareness, placeholder, numbers, afterPaint, onRemoved } = binding;
  const fragment = ydoc.getXmlFragment(fragmentName);
  const emoji = createLateEmoji();
  const sync = bindText(ydoc);
  const plugins = [
    undoPlugin({ fragment }), // says where a step ends before it is written
    sync.plugin, // writes the change: what stands below sees both documents agree
    settleSelectionPlugin(ydoc, awareness), // before a key or a caret of someone else is acted on
    ...(awareness ? [caretsPlugin(awareness), ownCaretPlugin(awareness, afterPaint)] : []),
    leaveKeyPlugin(),
    findPlugin(),
    ...sectionsPlugins(),
    carriedBlocksPlugin(),
    pensPlugin(),
    ...uploading(binding.kinds, { sync: sync.plugin, bindAnew: () => bindText(ydoc) }), // what is offered asks it
    suggestionsPlugin(suggestionSources(commands, binding.kinds, emoji)), // its keys come before those of writing
    autoformatPlugin([
      ...autoformatRules,
      ...kinds.flatMap(({ rules = [] }) => rules),
      emojiRule(emoji),
      typographyRule(binding.typography), // last: what a sign means for a block comes first
    ]), // so does its Backspace
    sealedPlugin(),
    typeOverPlugin(),
    thingFormsPlugin(binding.kinds.words),
    ...kinds.flatMap((kind) => kind.plugins?.(binding.kinds) ?? []), // what a key means in a kind comes first
    ...keymapPlugins(),
    ...looks(numbers),
    ...(placeholder === undefined ? [] : [placeholderPlugin(placeholder)]),
    trailingPlugin(),
    removedBlockPlugin(onRemoved),
    keptHeightsPlugin(afterPaint),
    lateDropCursor(),
    gapCursor(),
  ];
  return { doc: sync.doc, plugins };
}

function uploading({ uploads, words }: KindContext, text: SharedText): readonly Plugin[] {
  return uploads ? [uploadsPlugin(text, uploads, words)] : [];
}

function looks(numbers: ListNumbers): readonly Plugin[] {
  return [numbers.plugin(), pastingPlugin(), linksPlugin(), codePreviewsPlugin()];
}
