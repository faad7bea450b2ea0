import { nameOf, unwrap, wordsOf } from "./tree.ts";

const inline = new Set("a em strong u s sup sub mark span code br img input".split(" "));
const blocks = "p, div, h1, h2, h3, h4, h5, h6, blockquote, section";
const contents = "img, hr, table, input, pre, li, details";

/** Takes out what nobody sees: breaks that end a block, links without words, boxes without anything in them. */
export function dropBlanks(root: Element): void {
  for (const line of [...root.querySelectorAll("br")].reverse()) if (endsBlock(line)) line.remove();
  for (const link of root.querySelectorAll("a"))
    if (wordsOf(link) === "" && link.querySelector("img") === null) link.remove();
  dropEmpty(root, "div");
}

/** Takes out blocks that hold nothing to read: how programs without margins make space. Lists and tables stay whole. */
export function dropSpacers(root: Element): void {
  dropEmpty(root, blocks);
}

/** A heading that is bold from end to end only looks like one. */
export function plainHeadings(root: Element): void {
  for (const bold of root.querySelectorAll(
    "h1 strong, h2 strong, h3 strong, h4 strong, h5 strong, h6 strong",
  )) {
    const heading = bold.parentElement;
    if (/^h[1-6]$/.test(nameOf(heading)) && heading !== null && wordsOf(heading) === wordsOf(bold))
      unwrap(bold);
  }
}

function dropEmpty(root: Element, selector: string): void {
  for (const block of [...root.querySelectorAll(selector)].reverse())
    if (block.querySelector(contents) === null && wordsOf(block) === "") block.remove();
}

/** Whether nothing of the line that the break begins is seen: its block ends there, or another one begins. */
function endsBlock(line: Element): boolean {
  let next = line.nextSibling;
  while (next !== null && next.nodeType !== 1 && (next.nodeValue ?? "").trim() === "")
    next = next.nextSibling;
  if (next === null) return !inline.has(nameOf(line.parentNode));
  return next.nodeType === 1 && !inline.has(nameOf(next));
}
