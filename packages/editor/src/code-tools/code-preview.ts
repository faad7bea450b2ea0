import type { Node } from "prosemirror-model";
import { TextSelection } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { englishDrawingWords } from "../drawing-words.ts";
import type { BlockPreview, Previews } from "../previews/open-previews.ts";
import type { EditorWords } from "../words.ts";

/** What a block's code draws, below it. */
export interface CodePreview {
  show(node: Node, isDrawn: boolean): void;
  destroy(): void;
}

/** Shows in a block's element what its code draws, where its language draws something. A press on that leads to the code. */
export function codePreview(
  dom: HTMLElement,
  view: EditorView,
  getPos: () => number | undefined,
  words: EditorWords,
  previews: () => Promise<Previews>,
): CodePreview {
  let place: HTMLElement | undefined;
  let language: unknown;
  let preview: BlockPreview | undefined;
  let shown: Node | undefined;
  const end = () => {
    preview?.destroy();
    place?.remove();
    preview = place = language = undefined;
  };
  const begin = (name: string) => {
    const mine = dom.ownerDocument.createElement("div");
    place = mine;
    language = name;
    mine.className = `quire-preview quire-preview-${name}`;
    mine.contentEditable = "false";
    mine.role = "group";
    const { formula, diagram } = words.drawing ?? englishDrawingWords;
    mine.ariaLabel = name === "math" ? formula : diagram;
    mine.addEventListener("mousedown", (event) => {
      event.preventDefault();
      goInside(view, getPos());
    });
    dom.append(mine);
    previews().then(
      ({ open }) => {
        if (place !== mine) return;
        preview = open(mine, name);
        preview.show(shown?.textContent ?? "");
      },
      () => dom.classList.remove("quire-previewed"), // the server is gone since: the source is shown
    );
  };
  return {
    show(node, isShown) {
      shown = node;
      if (!isShown || language !== node.attrs.language) end();
      if (isShown && place === undefined) begin(String(node.attrs.language));
      preview?.show(node.textContent);
    },
    destroy: end,
  };
}

function goInside(view: EditorView, pos: number | undefined): void {
  const node = pos === undefined ? null : view.state.doc.nodeAt(pos);
  if (pos === undefined || node === null) return;
  const { tr } = view.state;
  view.dispatch(tr.setSelection(TextSelection.create(tr.doc, pos + 1 + node.content.size)));
  view.focus();
}
