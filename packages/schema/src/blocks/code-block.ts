import { flag, integer, line, text } from "../attribute.ts";
import { contentElement, isQuireElement, readData, textElement, writeData } from "../data-attributes.ts";
import type { DomElement } from "../dom-element.ts";
import { flowPlace } from "../flow-dom.ts";
import type { NodeKind } from "../kind.ts";
import { maxIndent } from "../limits.ts";

const language = text((value) => /^[^\s`]{1,64}$/.test(value));

const attributes = { id: line(64), language, indent: integer(1, maxIndent), source: flag() };

/**
 * Lines of code. With `source` its text is Markdown that no kind exists for, such as a table or raw HTML: it goes out to
 * Markdown as it came, and to HTML as text.
 */
export const codeBlock = {
  name: "code_block",
  since: 1,
  attributes,
  spec: {
    group: "block",
    content: "text*",
    marks: "",
    code: true,
    defining: true,
    parseDOM: [
      {
        tag: "pre",
        preserveWhitespace: "full",
        contentElement,
        getAttrs: (element: DomElement) =>
          isQuireElement(element, "code_block")
            ? readData(element, attributes)
            : { language: languageOf(element), indent: flowPlace(element).indent },
      },
    ],
    toDOM: (node) => {
      const name = language.read(node.attrs.language);
      return [
        "pre",
        writeData("code_block", attributes, node.attrs),
        ["code", { ...textElement, class: name === null ? null : `language-${name}` }, 0],
      ];
    },
  },
} satisfies NodeKind<"code_block">;

/** The language that a foreign page names, as highlighters do: `<pre><code class="language-js">`. */
function languageOf(pre: DomElement): string | null {
  const classes = `${pre.getAttribute("class") ?? ""} ${pre.querySelector("code")?.getAttribute("class") ?? ""}`;
  return language.read(/(?:^|\s)lang(?:uage)?-(\S+)/.exec(classes)?.[1]);
}
