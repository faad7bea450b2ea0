import { isStoredFile, readFigure } from "@quire/schema";
import type { Node } from "prosemirror-model";
import { NodeSelection } from "prosemirror-state";
import type { NodeView, NodeViewConstructor } from "prosemirror-view";
import type { KindContext } from "../kinds/kind-editing.ts";
import type { FigureTools } from "./figure-tools.ts";
import { framedView } from "./framed-view.ts";
import { showPlace } from "./show-place.ts";

/** Draws a picture above its caption. One that is kept elsewhere is a link: nothing is loaded from there. */
export function figureView(context: KindContext): NodeViewConstructor {
  return (first, view, getPos) => {
    const document = view.dom.ownerDocument;
    const dom = document.createElement("figure");
    dom.className = "quire-figure";
    const frame = document.createElement("div");
    frame.className = "quire-figure-frame";
    frame.contentEditable = "false";
    const controls = document.createElement("div");
    controls.className = "quire-figure-tools";
    const contentDOM = document.createElement("figcaption");
    contentDOM.dataset.placeholder = context.words.caption;
    dom.append(frame, contentDOM);
    const image = document.createElement("img");
    const link = document.createElement("a");
    let shown = first;
    let tools: FigureTools | undefined;
    const isHeld = (src: string) => isStoredFile(src) || context.uploads?.holds(src) === true;
    const show = (node: Node) => {
      shown = node;
      const { src, alt, width, align } = readFigure(node.attrs);
      showPlace(dom, node);
      dom.dataset.align = align ?? "";
      dom.classList.toggle("quire-figure-bare", node.content.size === 0);
      const isHere = src !== null && isHeld(src);
      const picture = isHere ? image : link;
      if (frame.firstChild !== picture) frame.replaceChildren(picture, controls);
      if (isHere) {
        loadFrom(image, src);
        image.alt = alt ?? "";
        if (width === null) image.removeAttribute("width");
        else image.width = width;
      } else {
        if (src === null) link.removeAttribute("href");
        else link.href = src;
        link.textContent = `${context.words.imageElsewhere} ${alt ?? src ?? ""}`;
        loadTools();
      }
      tools?.show(node);
    };
    const loadTools = () => {
      if (isLoading || !view.editable) return;
      isLoading = true;
      import("./figure-tools.ts").then(
        ({ createFigureTools }) => {
          tools = createFigureTools({ view, getPos, controls, image, context });
          tools.show(shown);
        },
        () => {
          isLoading = false; // the server is gone: it is tried again
        },
      );
    };
    let isLoading = false;
    for (const name of ["pointerenter", "pointerdown"]) dom.addEventListener(name, loadTools);
    frame.addEventListener("click", ({ target }) => {
      const pos = getPos();
      if (target !== image || pos === undefined) return;
      view.dispatch(view.state.tr.setSelection(NodeSelection.create(view.state.doc, pos)));
      view.focus();
    });
    const framed: NodeView = framedView(first, { dom, contentDOM, controls, show });
    return {
      ...framed,
      selectNode() {
        dom.classList.add("ProseMirror-selectednode");
        loadTools();
      },
      deselectNode: () => dom.classList.remove("ProseMirror-selectednode"),
    };
  };
}

/** While nothing is at its address, a picture may be shown from elsewhere: it stays until it has another one. */
function loadFrom(image: HTMLImageElement, address: string): void {
  if (image.dataset.address === address) return;
  image.dataset.address = address;
  image.src = address;
}
