import { heldStyle } from "./held-html.ts";
import type { Page, Source } from "./source.ts";
import { moveChildren } from "./tree.ts";

const excel = /urn:schemas-microsoft-com:office:excel|content="?Excel\.Sheet/i;
const calc = /<meta\s+name="?generator"?\s+content="(?:LibreOffice|OpenOffice)/i;

/** Excel, Google Sheets and Calc: a range is a table, one cell is its text. */
export const spreadsheet: Source = {
  name: "a spreadsheet",
  hasSpacers: false,
  isSourceOf({ root, clip: { html } }) {
    if (excel.test(html) || root.querySelector("google-sheets-html-origin, [data-sheets-root]")) return true;
    // A table of Writer has paragraphs in its cells.
    return (
      calc.test(html) && root.querySelector("table") !== null && root.querySelector("td > p, h1, li") === null
    );
  },
  tidy(page) {
    for (const remark of page.root.querySelectorAll("comment, .comment-indicator")) remark.remove();
    linkCells(page);
    freeLoneCell(page);
  },
};

/** Sheets writes where a cell leads beside its text. */
function linkCells({ root }: Page): void {
  for (const cell of root.querySelectorAll("[data-sheets-hyperlink]")) {
    if (cell.querySelector("a") !== null) continue;
    const link = root.ownerDocument.createElement("a");
    link.setAttribute("href", cell.getAttribute("data-sheets-hyperlink") ?? "");
    link.append(...cell.childNodes);
    cell.appendChild(link);
  }
}

function freeLoneCell({ root }: Page): void {
  const cells = root.querySelectorAll("td, th");
  const [cell] = cells;
  const table = cell?.closest("table");
  if (cells.length !== 1 || !cell || !table) return;
  const text = root.ownerDocument.createElement("span");
  text.className = cell.className;
  text.setAttribute(heldStyle, cell.getAttribute(heldStyle) ?? "");
  moveChildren(cell, text);
  table.replaceWith(text);
}
