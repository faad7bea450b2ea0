import { gatherNotes } from "./notes.ts";
import { picturesInRtf } from "./rtf-pictures.ts";
import type { Page, Source } from "./source.ts";
import { nameOf, rename, unwrap, withStyle, wordsOf } from "./tree.ts";
import { rebuildWordLists } from "./word-lists.ts";

const signs = /urn:schemas-microsoft-com:office:word|content="?Word\.Document|class="?Mso[A-Z]|mso-list:/i;

/** Word on a desk, and Outlook, which writes with it. */
export const word: Source = {
  name: "Word",
  hasSpacers: true,
  isSourceOf: ({ clip: { html } }) =>
    signs.test(html) && !html.includes("urn:schemas-microsoft-com:office:excel"),
  tidy(page) {
    showPictures(page);
    dropComments(page);
    keepLastWords(page);
    gatherNotes(page.root);
    rebuildWordLists(page.root, page.sheet);
    nameBlocks(page);
    setBlanks(page);
  },
};

/** Pictures stand in the HTML by the names of files, and in the RTF beside it as they are: one there for each here, in order. */
function showPictures({ root, clip: { rtf = "" } }: Page): void {
  const images = [...root.querySelectorAll("img")].filter((image) =>
    /^file:/i.test(image.getAttribute("src") ?? ""),
  );
  const pictures = images.length > 0 ? picturesInRtf(rtf) : [];
  if (pictures.length !== images.length) return; // nobody knows which is which
  for (const [index, image] of images.entries()) image.setAttribute("src", pictures[index] ?? "");
}

/** What people said beside the text, and the bubbles that say who. */
function dropComments({ root }: Page): void {
  for (const list of withStyle(root, "mso-element:comment-list")) list.remove();
  for (const sign of root.querySelectorAll(".MsoCommentReference, a[href^='#_msocom_']")) sign.remove();
}

/** Of changes that are tracked, what the text says with all of them. */
function keepLastWords({ root }: Page): void {
  for (const deleted of root.querySelectorAll("del")) deleted.remove();
  for (const inserted of root.querySelectorAll("ins")) unwrap(inserted);
}

function nameBlocks({ root }: Page): void {
  for (const title of root.querySelectorAll("p.MsoTitle")) rename(title, "h1");
  for (const deep of root.querySelectorAll("p.MsoHeading7, p.MsoHeading8, p.MsoHeading9")) rename(deep, "h6");
  for (const quoted of root.querySelectorAll("p.MsoQuote, p.MsoIntenseQuote")) {
    const quote = root.ownerDocument.createElement("blockquote");
    quoted.replaceWith(quote);
    quote.appendChild(quoted);
  }
}

/** Tabs and rows of blanks are drawn with no-break spaces. */
function setBlanks({ root }: Page): void {
  for (const name of ["mso-spacerun", "mso-tab-count"])
    for (const run of withStyle(root, name)) run.replaceWith(" ");
  for (const line of withStyle(root, "page-break-before")) if (nameOf(line) === "br") standAlone(line);
}

/** A page's end stands in a paragraph of its own, which is empty without it. */
function standAlone(line: Element): void {
  const around = line.closest("p");
  if (around !== null && wordsOf(around) === "") around.replaceWith(line);
}
