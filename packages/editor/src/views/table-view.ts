import { columnWidths, isFullWidth, readCell, tableGrid } from "@quire/schema";
import type { Node } from "prosemirror-model";
import type { EditorView, NodeView, NodeViewConstructor } from "prosemirror-view";
import { loadTableTools } from "../table/table-plugin.ts";
import { framedView } from "./framed-view.ts";
import { showPlace } from "./show-place.ts";

/** Draws a table as wide as its columns say, in a frame that scrolls where the page is too narrow. */
export function tableView(): NodeViewConstructor {
  return (node, view) => {
    const { dom, controls, columns, contentDOM } = build(view);
    let head: Node | null | undefined;
    let attrs: Node["attrs"] | undefined;
    // A letter in a cell says nothing of the table, and below the first row nothing of its columns.
    const show = (next: Node) => {
      if (attrs !== next.attrs) {
        attrs = next.attrs;
        showPlace(dom, next);
        dom.classList.toggle("quire-table-full", isFullWidth(attrs));
      }
      if (head === next.firstChild) return;
      head = next.firstChild;
      drawColumns(columns, next);
    };
    loadTableTools(view);
    return framedView(node, { dom, contentDOM, controls, show });
  };
}

function build({ editable, dom: { ownerDocument: document } }: EditorView) {
  const dom = document.createElement("div");
  dom.className = "quire-table";
  const controls = document.createElement("div");
  controls.contentEditable = "false";
  const scroller = document.createElement("div");
  scroller.className = "quire-table-scroller";
  scroller.tabIndex = editable ? -1 : 0; // who cannot write has no caret to scroll it with
  const table = document.createElement("table");
  const columns = document.createElement("colgroup");
  const contentDOM = document.createElement("tbody");
  table.append(columns, contentDOM);
  scroller.append(table);
  dom.append(controls, scroller);
  return { dom, controls, columns, contentDOM };
}

function drawColumns(columns: HTMLElement, table: Node): void {
  const drawn = columnWidths(tableGrid(table)).map((width) => {
    const column = columns.ownerDocument.createElement("col");
    if (width !== null) column.style.width = `${width}px`;
    return column;
  });
  columns.replaceChildren(...drawn);
}

/** Draws a cell. It stays the same element when somebody widens or colours it: who types there goes on. */
export function cellView(tag: "td" | "th"): NodeViewConstructor {
  return (node, view): NodeView => {
    const dom = view.dom.ownerDocument.createElement(tag);
    const show = ({ attrs }: Node) => {
      const { colspan, rowspan, align, background } = readCell(attrs);
      dom.colSpan = colspan;
      dom.rowSpan = rowspan;
      setData(dom, "align", align);
      setData(dom, "background", background);
    };
    let { attrs: shown } = node;
    show(node);
    return {
      dom,
      contentDOM: dom,
      update(next) {
        if (next.type !== node.type) return false;
        if (next.attrs !== shown) show(next); // browsers lay a table out anew for a span that is set to what it is
        shown = next.attrs;
        return true;
      },
      ignoreMutation: ({ type, target }) => type === "attributes" && target === dom,
    };
  };
}

function setData(cell: HTMLElement, name: string, value: string | null): void {
  if (value === null) delete cell.dataset[name];
  else cell.dataset[name] = value;
}
