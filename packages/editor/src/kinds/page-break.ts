import { schema } from "@quire/schema";
import type { EditorState } from "prosemirror-state";
import type { NodeViewConstructor } from "prosemirror-view";
import type { Dispatch } from "../commands/command.ts";
import { insertLeaf } from "../commands/turn-into.ts";
import { showPlace } from "../views/show-place.ts";
import type { KindEditing } from "./kind-editing.ts";

/** Where a new page begins on paper. */
export const pageBreakEditing: KindEditing = {
  name: "page_break",
  commands: [
    {
      id: "page-break",
      label: "Page break",
      group: "insert",
      icon: "scissors-line-dashed",
      in: ["slash"],
      keywords: ["print", "new page", "paper"],
      isActive: () => false,
      isEnabled: (state) => insert(state),
      run: insert,
    },
  ],
  view: ({ words }) => pageBreakView(words.pageBreak),
};

function insert(state: EditorState, dispatch?: Dispatch): boolean {
  return insertLeaf(state, schema.nodes.page_break.create(), dispatch);
}

function pageBreakView(label: string): NodeViewConstructor {
  return (node, { dom: { ownerDocument: document } }) => {
    const dom = document.createElement("div");
    dom.className = "quire-page-break";
    dom.role = "separator";
    dom.ariaLabel = label;
    const words = document.createElement("span");
    words.textContent = label;
    dom.append(words);
    showPlace(dom, node);
    return { dom };
  };
}
