import { readImage, schema } from "@quire/schema";
import type { EditorState, Transaction } from "prosemirror-state";
import type { KindEditing } from "./kind-editing.ts";

/** A picture in a line, typed as Markdown writes it. One that stands alone is a figure. */
export const imageEditing: KindEditing = {
  name: "image",
  commands: [],
  rules: [{ match: /.(!\[([^\]]*)\]\((\S+)\))$/, apply: becomeImage }],
};

function becomeImage(state: EditorState, match: RegExpExecArray): Transaction | null {
  const [, sign = "", alt, src] = match;
  const attrs = readImage({ src, alt });
  const { from } = state.selection;
  return attrs.src === null
    ? null
    : state.tr.replaceWith(from - sign.length, from, schema.nodes.image.create(attrs));
}
