import { documentPath, readDocumentLink, schema } from "@quire/schema";
import { NodeSelection, Plugin } from "prosemirror-state";
import type { References } from "../references.ts";
import { lateView } from "../views/late-view.ts";
import type { KindEditing } from "./kind-editing.ts";

/** Another document. It comes by `[[`, which offers those that there are; a click opens it, and so does Enter on it. */
export const documentLinkEditing: KindEditing = {
  name: "document_link",
  commands: [],
  view: ({ references }) =>
    lateView(
      "",
      async () => {
        const { drawDocumentLink } = await import("../late-things.ts");
        const reading = { read: readDocumentLink, pathOf: documentPath };
        return drawDocumentLink(await references.openTitles?.(), reading);
      },
      "a",
    ),
  plugins: ({ references }) => [followPlugin(references)],
};

/** With a key held down it is a link as any other: it opens in a tab of its own. */
function followPlugin({ openDocument }: References): Plugin {
  return new Plugin({
    props: {
      handleKeyDown({ state: { selection } }, event) {
        const isPlain = !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
        if (event.key !== "Enter" || !isPlain || !(selection instanceof NodeSelection)) return false;
        if (selection.node.type !== schema.nodes.document_link) return false;
        const { document } = readDocumentLink(selection.node.attrs);
        if (document !== null) openDocument?.(document);
        return true;
      },
      handleDOMEvents: {
        click(view, event) {
          const link =
            event.target instanceof Element ? event.target.closest("[data-quire=document_link]") : null;
          const isPlain = !event.ctrlKey && !event.metaKey && !event.shiftKey;
          if (!link || !view.dom.contains(link) || !isPlain || !openDocument) return false;
          const node = view.state.doc.nodeAt(view.posAtDOM(link, 0));
          const document = node && readDocumentLink(node.attrs).document;
          event.preventDefault();
          if (document) openDocument(document);
          return true;
        },
      },
    },
  });
}
