import { isOfEmbedSite, readEmbed, schema } from "@quire/schema";
import type { Node } from "prosemirror-model";
import { type EditorState, TextSelection } from "prosemirror-state";
import { caretBlock, isParagraph, shapeOf } from "../blocks.ts";
import type { Dispatch } from "../commands/command.ts";
import { insertLeaf } from "../commands/turn-into.ts";
import { lateView } from "../views/late-view.ts";
import type { KindEditing } from "./kind-editing.ts";

/** A page of another site: made of an address that stands alone on its line, and asked for when somebody says so. */
export const embedEditing: KindEditing = {
  name: "embed",
  commands: [
    {
      id: "embed",
      label: "Embed",
      group: "insert",
      icon: "app-window",
      in: ["slash"],
      keywords: ["video", "youtube", "vimeo", "loom", "figma", "codepen", "spotify", "iframe", "web"],
      isActive: () => false,
      isEnabled: (state) => insertEmbed(state, undefined),
      run: (state, dispatch, _view, argument) => insertEmbed(state, argument, dispatch),
    },
  ],
  view: ({ words }) =>
    lateView("quire-embed", async () => {
      const { drawEmbed } = await import("../views/embed-card.ts");
      return drawEmbed(words);
    }),
};

/** Puts in the page at an address that is given, or at the one that the caret's line is, or the line above where that is empty. */
function insertEmbed(state: EditorState, address: unknown, dispatch?: Dispatch): boolean {
  if (typeof address === "string" && address !== "") {
    const src = readSource(address);
    return src !== null && insertLeaf(state, schema.nodes.embed.create({ src }), dispatch);
  }
  const line = addressedLine(state);
  if (!line) return false;
  if (!dispatch) return true;
  const { pos, node, src } = line;
  const embed = schema.nodes.embed.create({ src, indent: shapeOf(node).indent || null });
  const tr = state.tr.replaceWith(pos, pos + node.nodeSize, embed);
  const after = pos + embed.nodeSize;
  if (!tr.doc.resolve(after).nodeAfter?.isTextblock) tr.insert(after, schema.nodes.paragraph.create());
  dispatch(tr.setSelection(TextSelection.create(tr.doc, after + 1)).scrollIntoView());
  return true;
}

interface AddressedLine {
  readonly node: Node;
  readonly pos: number;
  readonly src: string;
}

function addressedLine(state: EditorState): AddressedLine | null {
  const block = caretBlock(state);
  if (!block || !isParagraph(block.node)) return null;
  // The slash menu is asked for with its own slash on the line, behind a space: the last part of an address is none.
  const words = block.node.textContent.replace(/(^|\s)\/\w*$/, "").trim();
  const { node, pos, flow, index } = block;
  if (words !== "") return withSource(node, pos, readSource(words));
  const above = flow.maybeChild(index - 1);
  if (!above || !isParagraph(above)) return null;
  return withSource(above, pos - above.nodeSize, readSource(above.textContent));
}

function withSource(node: Node, pos: number, src: string | null): AddressedLine | null {
  return src === null ? null : { node, pos, src };
}

/** The address that a text is, if its site is one of ours. */
function readSource(text: string): string | null {
  const src = readEmbed({ src: text.trim() });
  return src !== null && isOfEmbedSite(src) ? src : null;
}
