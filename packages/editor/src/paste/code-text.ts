import { findLanguage } from "../languages.ts";
import { isElement, nameOf } from "./tree.ts";

const named = /(?:^|\s)(?:lang(?:uage)?-|highlight-source-|brush:\s*)([\w+#.-]{1,64})/i;
const lines = new Set(["div", "p", "li", "tr"]);

/** The names that editors have for languages, where ours are others. */
const otherNames: Readonly<Record<string, string>> = {
  shellscript: "bash",
  typescriptreact: "typescript",
  javascriptreact: "javascript",
  jsonc: "json",
  plaintext: "",
};

/** A language as a code block names it, by a word of another program; the empty word for none. */
export function languageName(word: string): string {
  const name = word.toLowerCase();
  return (Object.hasOwn(otherNames, name) ? otherNames[name] : undefined) ?? findLanguage(name)?.id ?? name;
}

/** Code as it is written: nothing of how it is drawn, its language where the page names one. */
export function codeFor(pre: Element): Element {
  const { ownerDocument } = pre;
  const block = ownerDocument.createElement("pre");
  const code = ownerDocument.createElement("code");
  const language = languageName(namedLanguage(pre));
  if (/^[\w+#.-]+$/.test(language)) code.className = `language-${language}`;
  code.textContent = linesIn(pre).replace(/\n$/, "");
  block.appendChild(code);
  return block;
}

function namedLanguage(pre: Element): string {
  for (const element of [pre.querySelector("code"), pre, pre.parentElement]) {
    if (element === null) continue;
    const word =
      named.exec(element.className)?.[1] ??
      element.getAttribute("data-lang") ??
      element.getAttribute("data-language") ??
      (element === pre ? element.getAttribute("lang") : null);
    if (word !== null) return word;
  }
  return "";
}

/** The text of code, a line for each break and for each element that draws one. */
export function linesIn(root: Element): string {
  let text = "";
  let node: Node | null = root.firstChild;
  while (node !== null) {
    const name = nameOf(node);
    if (node.nodeType === 3) text += node.nodeValue ?? "";
    else if (name === "br") text += "\n";
    else if (lines.has(name) && text !== "" && !text.endsWith("\n")) text += "\n";
    node = following(node, root);
  }
  return text.replace(/\u00a0/g, " ");
}

/** The next node in the order of the text. */
function following(node: Node, root: Element): Node | null {
  if (isElement(node) && node.firstChild !== null) return node.firstChild;
  let at: Node | null = node;
  while (at !== null && at !== root) {
    if (at.nextSibling !== null) return at.nextSibling;
    at = at.parentNode;
  }
  return null;
}
