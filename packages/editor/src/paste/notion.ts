import { addBox } from "./items.ts";
import type { Page, Source } from "./source.ts";
import { rename } from "./tree.ts";

const box = /^\s*\[([ xX])\][ \u00a0]+/;

/** Notion: what its own Markdown says as HTML, but for its boxes, which stay signs. */
export const notion: Source = {
  name: "Notion",
  hasSpacers: false,
  isSourceOf: ({ clip: { html } }) => html.includes("<!-- notionvc:"),
  tidy(page) {
    setBoxes(page);
    for (const callout of page.root.querySelectorAll("aside")) rename(callout, "blockquote");
  },
};

function setBoxes({ root }: Page): void {
  for (const item of root.querySelectorAll("li")) {
    const text = firstText(item);
    const sign = box.exec(text?.nodeValue ?? "");
    if (text === null || sign === null) continue;
    text.nodeValue = (text.nodeValue ?? "").slice(sign[0].length);
    addBox(item, sign[1] !== " ");
  }
}

/** The text that an item begins with, in its first paragraph too. */
function firstText(item: Element): Node | null {
  let node: Node | null = item.firstChild;
  while (node !== null && node.nodeType !== 3) node = node.firstChild;
  return node;
}
