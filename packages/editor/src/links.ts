import { isSafeHref } from "@quire/schema";
import { Plugin, Selection } from "prosemirror-state";

/**
 * Opens links in a tab of their own: with Ctrl or Cmd while writing, by a plain click while reading. Who reads comes to
 * them by Tab: the selection comes along, so that what stands around the text knows of the link.
 */
export function linksPlugin(): Plugin {
  return new Plugin({
    props: {
      handleDOMEvents: {
        focusin(view, { target }) {
          if (view.editable || !(target instanceof HTMLAnchorElement)) return;
          const { tr, doc } = view.state;
          view.dispatch(tr.setSelection(Selection.near(doc.resolve(view.posAtDOM(target, 0)))));
        },
        click(view, event) {
          const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
          if (!link || !view.dom.contains(link)) return false;
          event.preventDefault();
          if (view.editable && !event.ctrlKey && !event.metaKey) return false;
          const href = link.getAttribute("href") ?? "";
          if (isSafeHref(href))
            view.dom.ownerDocument.defaultView?.open(href, "_blank", "noopener,noreferrer");
          return true;
        },
      },
    },
  });
}
