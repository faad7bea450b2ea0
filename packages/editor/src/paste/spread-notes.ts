import { newBlockId } from "@quire/schema";
import { moveChildren, nameOf } from "./tree.ts";

/** Makes paragraphs of gathered notes, as a schema reads them, under names that nothing else in a document has. */
export function spreadNotes(root: Element): void {
  const names = new Map<string, string>();
  for (const section of root.querySelectorAll("section[data-footnotes]")) {
    for (const item of section.querySelectorAll("li[id]")) {
      const name = newBlockId().toLowerCase();
      names.set(item.id, name);
      for (const line of linesOf(item)) {
        line.setAttribute("data-footnote", name);
        section.before(line);
      }
      item.remove();
    }
    // What is left of it is no note of anything.
    for (const list of section.querySelectorAll("ol")) if (list.children.length === 0) list.remove();
    if (section.textContent?.trim() === "") section.remove();
  }
  for (const sign of root.querySelectorAll("sup[data-footnote-ref]")) {
    const name = names.get(sign.getAttribute("data-footnote-ref") ?? "");
    if (name === undefined) sign.replaceWith(sign.textContent ?? "");
    else sign.setAttribute("data-footnote-ref", name);
  }
}

/** The paragraphs of a note. What is no paragraph in it, such as a list, is its words. */
function linesOf(item: Element): readonly Element[] {
  const blocks = [...item.children].filter((child) => nameOf(child) === "p");
  const hasOthers = [...item.childNodes].some(
    (child) => !blocks.some((block) => block === child) && (child.textContent ?? "").trim() !== "",
  );
  if (blocks.length > 0 && !hasOthers) return blocks;
  const line = item.ownerDocument.createElement("p");
  moveChildren(item, line);
  return [line];
}
