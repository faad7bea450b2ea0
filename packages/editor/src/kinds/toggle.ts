import { schema } from "@quire/schema";
import type { Node } from "prosemirror-model";
import { type EditorState, Plugin, TextSelection } from "prosemirror-state";
import type { EditorView, NodeViewConstructor } from "prosemirror-view";
import { type Block, selectedBlocks } from "../blocks.ts";
import type { Dispatch } from "../commands/command.ts";
import { compose } from "../compose.ts";
import { flowAround, unwrap, wrapIn } from "../flows.ts";
import type { Folds } from "../folds.ts";
import { framedView } from "../views/framed-view.ts";
import { showPlace } from "../views/show-place.ts";
import type { KindContext, KindEditing } from "./kind-editing.ts";

/** Blocks under a line that folds them away. */
export const toggleEditing: KindEditing = {
  name: "toggle",
  commands: [
    {
      id: "toggle",
      label: "Toggle",
      group: "block",
      icon: "list-collapse",
      in: ["slash"],
      keywords: ["fold", "collapse", "details", "accordion", "spoiler"],
      isActive: (state) => flowAround(state, schema.nodes.toggle) !== null,
      isEnabled: (state) => selectedBlocks(state).length > 0,
      run: toggleToggle,
    },
  ],
  rules: [
    {
      match: /^>> $/,
      apply(state, match, { pos }) {
        const tr = state.tr.delete(pos + 1, pos + 1 + match[0].length);
        return compose(state, tr, (next, dispatch) => wrapIn(next, schema.nodes.toggle, {}, dispatch))
          ? tr
          : null;
      },
    },
  ],
  view: toggleView,
  plugins: ({ folds }) => [foldPlugin(folds)],
};

function toggleToggle(state: EditorState, dispatch?: Dispatch): boolean {
  const around = flowAround(state, schema.nodes.toggle);
  return around ? unwrap(state, around, dispatch) : wrapIn(state, schema.nodes.toggle, {}, dispatch);
}

/** Mod-Enter in the first line folds and unfolds; Enter at its end, folded, goes on below. Who comes into what is folded sees it. */
function foldPlugin(folds: Folds): Plugin {
  return new Plugin({
    props: {
      handleKeyDown(view, event) {
        if (event.key !== "Enter" || event.shiftKey || event.altKey || view.composing) return false;
        const toggle = headedBy(view.state);
        const fold = toggle && folds.of(view.nodeDOM(toggle.pos));
        if (!fold) return false;
        if (event.ctrlKey || event.metaKey) {
          fold.set(!fold.isFolded);
          return true;
        }
        const { $from, empty } = view.state.selection;
        const isAtEnd = empty && $from.parentOffset === $from.parent.content.size;
        return fold.isFolded && isAtEnd && goBelow(view, toggle);
      },
    },
    view: () => ({
      update(view, before) {
        if (!view.state.selection.eq(before.selection)) unfoldAround(view, folds);
      },
    }),
  });
}

/** The toggle whose first line the caret is in. */
function headedBy(state: EditorState): Block | null {
  const { $from } = state.selection;
  const toggle = flowAround(state, schema.nodes.toggle);
  return toggle && $from.index(toggle.depth) === 0 && $from.depth === toggle.depth + 1 ? toggle : null;
}

function goBelow(view: EditorView, { pos, node }: Block): boolean {
  const at = pos + node.nodeSize;
  const { indent } = node.attrs;
  const tr = view.state.tr.insert(at, schema.nodes.paragraph.create({ indent: indent ?? null }));
  view.dispatch(tr.setSelection(TextSelection.create(tr.doc, at + 1)).scrollIntoView());
  return true;
}

function unfoldAround(view: EditorView, folds: Folds): void {
  const { $head } = view.state.selection;
  for (let depth = $head.depth - 1; depth > 0; depth--) {
    if ($head.node(depth).type !== schema.nodes.toggle || $head.index(depth) === 0) continue;
    const fold = folds.of(view.nodeDOM($head.before(depth)));
    if (fold?.isFolded) fold.set(false);
  }
}

function toggleView({ words, folds }: KindContext): NodeViewConstructor {
  return (node, view, getPos) => {
    const { dom, contentDOM, hold, sign } = build(view.dom.ownerDocument);
    let shown = node;
    let isFolded = folds.isFolded(node.attrs.id);
    const draw = () => {
      dom.classList.toggle("quire-folded", isFolded);
      sign.ariaExpanded = String(!isFolded);
      sign.ariaLabel = isFolded ? words.unfold : words.fold;
    };
    const set = (folded: boolean) => {
      if (folded) leaveInside(view, getPos(), shown);
      isFolded = folded;
      folds.remember(shown.attrs.id, folded);
      draw();
    };
    folds.attach(dom, {
      get isFolded() {
        return isFolded;
      },
      set,
    });
    sign.addEventListener("mousedown", (event) => event.preventDefault());
    sign.addEventListener("click", () => set(!isFolded));
    const show = (next: Node) => {
      shown = next;
      showPlace(dom, next);
      folds.remember(next.attrs.id, isFolded);
    };
    draw();
    return framedView(node, { dom, contentDOM, controls: hold, show });
  };
}

function build(document: Document) {
  const dom = document.createElement("div");
  dom.className = "quire-toggle";
  const hold = document.createElement("div");
  hold.className = "quire-toggle-sign";
  hold.contentEditable = "false";
  const sign = document.createElement("button");
  sign.type = "button";
  sign.tabIndex = -1; // Mod-Enter is its key
  hold.append(sign);
  const contentDOM = document.createElement("div");
  contentDOM.className = "quire-flow";
  dom.append(hold, contentDOM);
  return { dom, contentDOM, hold, sign };
}

/** A caret in what is folded away goes to the end of the first line. */
function leaveInside(view: EditorView, pos: number | undefined, { firstChild, content }: Node): void {
  const { selection, tr } = view.state;
  if (pos === undefined || firstChild === null) return;
  const end = pos + 1 + firstChild.nodeSize;
  if (selection.head < end || selection.head > pos + 1 + content.size) return;
  view.dispatch(tr.setSelection(TextSelection.near(tr.doc.resolve(end - 1), -1)));
}
