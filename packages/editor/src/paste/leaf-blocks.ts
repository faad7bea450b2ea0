import { embedFrameOf } from "@quire/schema";
import { embedClass } from "./raw-text.ts";
import { styleOf } from "./tree.ts";

/** What stands for an element that is a block with nothing in it: a page break, a table of contents, a frame of a site of ours. */
export function leafBlockFor(element: Element, name: string): Element | null {
  switch (name) {
    case "br":
    case "hr":
      return element.classList.contains("page-break") || beginsPage(element)
        ? pageBreak(element.ownerDocument)
        : null;
    case "nav":
      return element.getAttribute("role") === "doc-toc" ? contents(element.ownerDocument) : null;
    case "a":
      return element.classList.contains(embedClass) ? embedFor(element) : null;
    default:
      return null;
  }
}

/** Whether a new page begins with the element, as programs say it that print. */
export function beginsPage(element: Element): boolean {
  const style = styleOf(element);
  return [style.get("page-break-before"), style.get("break-before")].some(
    (value) => value === "always" || value === "page",
  );
}

/** The sign of a page break in what is kept. */
export function pageBreak(document: Document): Element {
  const sign = document.createElement("hr");
  sign.className = "page-break";
  return sign;
}

function contents(document: Document): Element {
  const nav = document.createElement("nav");
  nav.setAttribute("role", "doc-toc");
  return nav;
}

/** Its address, to be loaded when somebody says so. */
function embedFor(element: Element): Element | null {
  const address = (element.getAttribute("href") ?? "").trim();
  if (embedFrameOf(address) === null) return null;
  const link = element.ownerDocument.createElement("a");
  link.className = embedClass;
  link.setAttribute("href", address);
  link.textContent = address;
  return link;
}
