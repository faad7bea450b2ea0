import { line } from "../attribute.ts";
import type { DomElement } from "../dom-element.ts";
import type { NodeKind } from "../kind.ts";

/** As many characters as a line of mathematics may have: more is none that anybody reads in a line. */
const maxTexLength = 5_000;

const attributes = { tex: line(maxTexLength) };

/** The class by which other programs know mathematics in a line of HTML. */
export const mathClass = "math-inline";

/** Mathematics in a line of text, as TeX. What stands on lines of its own is code in the language `math`. */
export const math = {
  name: "math",
  since: 3,
  attributes,
  spec: {
    group: "inline",
    inline: true,
    leafText: (node) => writeMath(readMath(node.attrs)),
    parseDOM: [
      {
        tag: `code.${mathClass}`,
        // Before the mark that any other code in a line is.
        priority: 60,
        getAttrs: (element: DomElement) => {
          const tex = readTex(element.textContent);
          return tex !== null && { tex };
        },
      },
    ],
    toDOM: (node) => [
      "code",
      { "data-quire": "math", class: `language-math ${mathClass}` },
      readMath(node.attrs) ?? "",
    ],
  },
} satisfies NodeKind<"math">;

/** What is written in a formula, null for nothing yet, whatever is stored. */
export function readMath(values: Readonly<Record<string, unknown>>): string | null {
  return readTex(values.tex);
}

/** TeX as a formula in a line holds it: on one line, with every run of blanks as one; null for what is none. */
export function readTex(text: unknown): string | null {
  return typeof text === "string" ? attributes.tex.read(text.replace(/\s+/g, " ").trim()) : null;
}

/** A formula as people write it in a text. */
function writeMath(tex: string | null): string {
  return tex === null ? "" : `$${tex}$`;
}
