import { isStoredFile, readFileAttributes, schema } from "@quire/schema";
import { type EditorState, NodeSelection, TextSelection, type Transaction } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import type { Block } from "../blocks.ts";
import { askForFiles } from "../uploads/uploads-plugin.ts";
import { uploadsOf } from "../uploads/uploads-state.ts";
import { lateView } from "../views/late-view.ts";
import type { KindEditing } from "./kind-editing.ts";

/** A file to keep. */
export const fileEditing: KindEditing = {
  name: "file",
  commands: [
    {
      id: "file",
      label: "File",
      group: "insert",
      icon: "paperclip",
      in: ["slash"],
      keywords: ["upload", "attachment", "document"],
      isActive: () => false,
      isEnabled: (state) => uploadsOf(state) !== undefined,
      run: (_state, _dispatch, view) => askForFiles(view, ""),
    },
  ],
  rules: [{ match: /^\[([^\]]+)\]\((\S+)\) $/, apply: becomeFile }],
  keys: { "Mod-Enter": openFile },
  view: () =>
    lateView("quire-file", async () => {
      const { drawFile } = await import("../late-things.ts");
      return drawFile(readFileAttributes);
    }),
};

/** A link to a stored file, as Markdown writes it, alone in its line. */
function becomeFile(state: EditorState, match: RegExpExecArray, { node, pos }: Block): Transaction | null {
  const [sign, name, src = ""] = match;
  if (!isStoredFile(src) || node.content.size !== sign.length) return null;
  const { indent } = node.attrs;
  const file = schema.nodes.file.create({ ...readFileAttributes({ src, name }), indent });
  const tr = state.tr.delete(pos + 1, pos + 1 + sign.length).insert(pos, file);
  return tr.setSelection(TextSelection.create(tr.doc, pos + file.nodeSize + 1)).scrollIntoView();
}

/** Mod-Enter on a selected file fetches it. */
function openFile({ selection }: EditorState, _dispatch?: unknown, view?: EditorView): boolean {
  if (!(selection instanceof NodeSelection) || selection.node.type !== schema.nodes.file) return false;
  const drawn = view?.nodeDOM(selection.from);
  if (drawn instanceof HTMLElement) drawn.querySelector("a")?.click();
  return true;
}
