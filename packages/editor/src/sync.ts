import { fragmentName } from "@quire/schema";
import type { Node, Schema } from "prosemirror-model";
import { Plugin } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { initProseMirrorDoc, type ProsemirrorBinding, ySyncPlugin, ySyncPluginKey } from "y-prosemirror";
import * as Y from "yjs";
import { isNewIn } from "./binding-guard.ts";
import { replaceContent } from "./minimal-replace.ts";
import { type SyncState, syncState } from "./sync-state.ts";
import { writeTyped } from "./typed-place.ts";

/** The first state's document and the plugin that keeps it and the shared document the same. */
export interface Sync {
  readonly doc: Node;
  readonly plugin: Plugin;
}

/**
 * y-prosemirror's sync plugin with four mends around it: a remote edit is a small step instead of a new document; it
 * writes only after this editor changed the text, so that looking never writes; what is typed is written where it was
 * typed; and a new empty block brings its text along. Bind only what `canBind` lets through: y-prosemirror deletes what it cannot draw, for everybody.
 */
export function createSync(ydoc: Y.Doc, schema: Schema): Sync {
  const fragment = ydoc.getXmlFragment(fragmentName);
  const { doc, mapping } = initProseMirrorDoc(fragment, schema);
  const stock = ySyncPlugin(fragment, { mapping }) as Plugin<SyncState>;
  const plugin = new Plugin<SyncState>({
    ...stock.spec,
    view(view) {
      const binding = syncState(view.state)?.binding;
      if (binding) mend(binding, view);
      const inner = stock.spec.view?.(view);
      return {
        update(updated, before) {
          // A caret that moves, or a remote change, is nothing to write down.
          const isOurs = syncState(updated.state)?.isChangeOrigin === false;
          if (isOurs && updated.state.doc !== before.doc) inner?.update?.(updated, before);
        },
        destroy: () => inner?.destroy?.(),
      };
    },
  });
  return { doc: doc.childCount > 0 ? doc : (doc.type.createAndFill() ?? doc), plugin };
}

function mend(binding: ProsemirrorBinding, view: EditorView): void {
  Object.defineProperty(binding, "_tr", {
    get: () => {
      const tr = view.state.tr.setMeta("addToHistory", false);
      const replace = tr.replace.bind(tr);
      tr.replace = (from, to = from, slice) =>
        from === 0 && to === tr.doc.content.size && slice
          ? replaceContent(tr, slice.content)
          : replace(from, to, slice);
      return tr;
    },
  });
  const write = binding._prosemirrorChanged.bind(binding);
  binding._prosemirrorChanged = (doc) =>
    binding.doc.transact((transaction) => {
      writeTyped(binding, view.state);
      write(doc);
      giveTexts(binding.type, transaction);
    }, ySyncPluginKey);
}

/**
 * y-prosemirror makes a block's text when the first character is typed. Two people who type in the same empty block
 * would each make one, and joining the two doubles or drops words (y-prosemirror#160). So the block's maker makes it.
 */
function giveTexts(fragment: Y.XmlFragment, transaction: Y.Transaction): void {
  const changed: ReadonlyMap<unknown, unknown> = transaction.changed;
  if (!changed.has(fragment)) return;
  for (const block of fragment.toArray()) {
    const holdsText = block instanceof Y.XmlElement && block.nodeName !== "horizontal_rule";
    if (holdsText && block.length === 0 && isNewIn(block, transaction)) block.insert(0, [new Y.XmlText()]);
  }
}
