import { type CalloutTone, calloutTones, readTone, schema } from "@quire/schema";
import type { Node } from "prosemirror-model";
import type { EditorState, Transaction } from "prosemirror-state";
import type { EditorView, NodeViewConstructor } from "prosemirror-view";
import { type Block, selectedBlocks, setAttributes } from "../blocks.ts";
import type { Dispatch } from "../commands/command.ts";
import { compose } from "../compose.ts";
import { flowAround, unwrap, wrapIn } from "../flows.ts";
import { barChoice, blockBar } from "../views/bar-choice.ts";
import { framedView } from "../views/framed-view.ts";
import { option } from "../views/option.ts";
import { showPlace } from "../views/show-place.ts";
import type { EditorWords } from "../words.ts";
import type { KindEditing } from "./kind-editing.ts";

/** Blocks that stand apart: put around the selected ones, or taken away from around them. */
export const calloutEditing: KindEditing = {
  name: "callout",
  commands: [
    {
      id: "callout",
      label: "Callout",
      group: "block",
      icon: "message-square-warning",
      in: ["slash"],
      keywords: ["note", "tip", "warning", "caution", "alert", "admonition", "info"],
      isActive: (state) => flowAround(state, schema.nodes.callout) !== null,
      isEnabled: (state) => selectedBlocks(state).length > 0,
      run: toggleCallout,
    },
  ],
  rules: [{ match: /^\[!(note|tip|important|warning|caution)\] $/i, apply: becomeCallout }],
  view: ({ words }) => calloutView(words),
};

function toggleCallout(state: EditorState, dispatch?: Dispatch): boolean {
  const around = flowAround(state, schema.nodes.callout);
  return around ? unwrap(state, around, dispatch) : wrapIn(state, schema.nodes.callout, {}, dispatch);
}

/** The sign that GitHub's alerts begin with. */
function becomeCallout(state: EditorState, match: RegExpExecArray, { pos }: Block): Transaction | null {
  const tr = state.tr.delete(pos + 1, pos + 1 + match[0].length);
  setAttributes(tr, pos, { kind: null, level: null });
  const tone = calloutTones.find((known) => known === match[1]?.toLowerCase());
  const attrs = { tone: tone === "note" ? null : (tone ?? null) };
  return compose(state, tr, (next, dispatch) => wrapIn(next, schema.nodes.callout, attrs, dispatch))
    ? tr
    : null;
}

/** Draws a callout with a choice of its tone above it. */
function calloutView(words: EditorWords): NodeViewConstructor {
  return (node, view, getPos) => {
    const document = view.dom.ownerDocument;
    const dom = document.createElement("aside");
    dom.className = "quire-callout";
    const bar = blockBar(document, "quire-callout-bar");
    const contentDOM = document.createElement("div");
    contentDOM.className = "quire-flow";
    const choice = barChoice(view, toneChoice(document, words), (tone) => setTone(view, getPos(), tone));
    bar.append(choice);
    dom.append(bar, contentDOM);
    const show = (shown: Node) => {
      const tone = readTone(shown.attrs);
      dom.dataset.tone = tone;
      dom.ariaLabel = words.calloutTones[tone];
      choice.value = tone;
      choice.disabled = !view.editable;
      showPlace(dom, shown);
    };
    return framedView(node, { dom, contentDOM, controls: bar, show });
  };
}

function setTone(view: EditorView, pos: number | undefined, tone: string): void {
  if (pos !== undefined)
    view.dispatch(view.state.tr.setNodeAttribute(pos, "tone", tone === "note" ? null : tone));
}

function toneChoice(document: Document, words: EditorWords): HTMLSelectElement {
  const choice = document.createElement("select");
  choice.ariaLabel = words.calloutTone;
  choice.append(...calloutTones.map((tone: CalloutTone) => option(document, tone, words.calloutTones[tone])));
  return choice;
}
