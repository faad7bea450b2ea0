import { listOf } from "./items.ts";
import { moveChildren, nameOf, withStyle } from "./tree.ts";

/** How a program links a note's sign to the note, by the end of the two addresses. */
const references = [/^#_((?:ftn|edn)\d+)$/, /^#(sd(?:foot|end)note\d+)sym$/];
const backReferences = /^#(?:_(?:ftn|edn)ref\d+|sd(?:foot|end)note\d+anc)$/;
const bodies = /^(?:(?:ftn|edn)\d+|sd(?:foot|end)note\d+)$/;

/**
 * Footnotes and endnotes of Word and LibreOffice in one form: where the sign stood, `<sup data-footnote-ref="fn-1">`, and
 * behind all the rest `<section data-footnotes>` with a list of them, whose items have the ids.
 */
export function gatherNotes(root: Element): void {
  const notes = new Map<string, Element>();
  for (const element of root.querySelectorAll("div[id]"))
    if (bodies.test(element.id)) notes.set(element.id, element);
  const found: Element[] = [];
  for (const link of root.querySelectorAll("a[href]")) {
    const note = notes.get(noteOf(link) ?? "");
    if (note === undefined || note.contains(link)) continue;
    if (!found.includes(note)) found.push(note);
    replaceSign(link, found.indexOf(note) + 1);
    if (found.length >= maxNotes) break;
  }
  if (found.length > 0) root.appendChild(sectionOf(found, root.ownerDocument));
  // What Word draws above its notes: a break and a line.
  for (const list of [
    ...withStyle(root, "mso-element:footnote-list"),
    ...withStyle(root, "mso-element:endnote-list"),
  ])
    list.remove();
}

const maxNotes = 1000;

function noteOf(link: Element): string | undefined {
  const href = link.getAttribute("href") ?? "";
  for (const reference of references) {
    const note = reference.exec(href)?.[1];
    if (note !== undefined) return note;
  }
  return undefined;
}

/** LibreOffice has the link in a superscript, and another one in the link. */
function replaceSign(link: Element, number: number): void {
  const sign = link.ownerDocument.createElement("sup");
  sign.setAttribute("data-footnote-ref", `fn-${number}`);
  sign.textContent = `[${number}]`;
  const { parentElement } = link;
  const isAlone = nameOf(parentElement) === "sup" && parentElement?.childNodes.length === 1;
  (isAlone && parentElement ? parentElement : link).replaceWith(sign);
}

function sectionOf(notes: readonly Element[], document: Document): Element {
  const items = notes.map((note, index) => {
    for (const link of note.querySelectorAll("a[href]"))
      if (backReferences.test(link.getAttribute("href") ?? "")) removeBackReference(link);
    const item = document.createElement("div");
    moveChildren(note, item);
    item.id = `fn-${index + 1}`;
    note.remove();
    return item;
  });
  const section = document.createElement("section");
  section.setAttribute("data-footnotes", "");
  section.appendChild(listOf(items, "ol", document));
  return section;
}

function removeBackReference(link: Element): void {
  const { parentElement } = link;
  const isAlone = nameOf(parentElement) === "sup" && parentElement?.childNodes.length === 1;
  (isAlone && parentElement ? parentElement : link).remove();
}
