import { nameHighlights } from "./highlights.ts";
import { gatherNotes } from "./notes.ts";
import type { Source } from "./source.ts";

/** LibreOffice and OpenOffice Writer: HTML of 1999, with its fonts. */
export const libreOffice: Source = {
  name: "LibreOffice",
  hasSpacers: true,
  isSourceOf: ({ clip: { html } }) =>
    /<meta\s+name="?generator"?\s+content="(?:LibreOffice|OpenOffice)/i.test(html),
  tidy({ root }) {
    gatherNotes(root);
    nameHighlights(root);
    for (const title of root.querySelectorAll("p.title")) title.replaceWith(headingOf(title));
  },
};

function headingOf(title: Element): Element {
  const heading = title.ownerDocument.createElement("h1");
  heading.append(...title.childNodes);
  return heading;
}
