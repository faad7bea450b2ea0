import {
  type ListKind,
  type MarkName,
  type NodeName,
  type ParagraphKind,
  type TablePart,
  writeDate,
} from "@quire/schema";
import type { Node } from "prosemirror-model";
import { dayFromToday } from "../src/kinds/date.ts";

/** All that a document is made of, by the names that it is stored under. A table's parts come with the table. */
export type Kind = Exclude<NodeName, "paragraph" | TablePart> | ParagraphKind | ListKind | MarkName;

/** What a kind has to say of itself, so that all that every kind must do can be tried with it. */
export interface KindRow {
  /** Keys and letters that make it with the word `x` in it, in an empty document: `Mod-b` is a key, other text is typed. */
  readonly typed: readonly string[];
  /** It and what was typed, as Markdown in its normal form. */
  readonly markdown: string;
  /** A piece of its exported HTML. */
  readonly exported: string;
  /** It as another program puts it on the clipboard. */
  readonly html: string;
  /** The command's id. It is in the slash menu, or has a key, or both. Empty where it is made by typing alone. */
  readonly command: string;
  /** What the line "The line." is after that command, or after that was typed behind it, in `outline`'s notation, with what the other typed in it. */
  readonly together: readonly string[];
  /** Keys that lead from within it to a plain line below. None where the next letter is plain anyway. */
  readonly left: readonly string[];
  /** What a page that lacks it shows: something sealed in its place, or a plain line. */
  readonly older: "sealed" | "plain";
  /** Whether a document has it. */
  has(doc: Node): boolean;
}

const stored = `/api/documents/a-document-of-ours/files/${"0123456789abcdef".repeat(4)}`;

/** A row for each kind: one that has none is an error here. */
export const kindRows: Readonly<Record<Kind, KindRow>> = {
  heading: {
    typed: ["# x"],
    markdown: "# x\n",
    exported: "<h1>x</h1>",
    html: "<h1>x</h1>",
    command: "heading-1",
    together: ["h1 The Ben line."],
    left: ["Enter"],
    older: "plain",
    has: paragraph("kind", "heading"),
  },
  quote: {
    typed: ["> x"],
    markdown: "> x\n",
    exported: "<blockquote><p>x</p></blockquote>",
    html: "<blockquote><p>x</p></blockquote>",
    command: "quote",
    together: ["> The Ben line."],
    left: ["Enter", "Enter"],
    older: "plain",
    has: paragraph("kind", "quote"),
  },
  bullet: {
    typed: ["- x"],
    markdown: "- x\n",
    exported: "<ul><li>x</li></ul>",
    html: "<ul><li>x</li></ul>",
    command: "bullet-list",
    together: ["- The Ben line."],
    left: ["Enter", "Enter"],
    older: "plain",
    has: paragraph("list", "bullet"),
  },
  ordered: {
    typed: ["1. x"],
    markdown: "1. x\n",
    exported: "<ol><li>x</li></ol>",
    html: "<ol><li>x</li></ol>",
    command: "ordered-list",
    together: ["#. The Ben line."],
    left: ["Enter", "Enter"],
    older: "plain",
    has: paragraph("list", "ordered"),
  },
  task: {
    typed: ["[x] x"],
    markdown: "- [x] x\n",
    exported: '<input type="checkbox" disabled checked> x',
    html: '<ul><li><input type="checkbox" checked> x</li></ul>',
    command: "task-list",
    together: ["[ ] The Ben line."],
    left: ["Enter", "Enter"],
    older: "plain",
    has: paragraph("list", "task"),
  },
  code_block: {
    typed: ["``` x"],
    markdown: "```\nx\n```\n",
    exported: "<pre><code>x</code></pre>",
    html: "<pre>x</pre>",
    command: "code-block",
    together: ["code The Ben line."],
    left: ["Mod-Enter"],
    older: "sealed",
    has: node("code_block"),
  },
  horizontal_rule: {
    typed: ["---x"],
    markdown: "---\n\nx\n",
    exported: "<hr>",
    html: "<hr><p>x</p>",
    command: "divider",
    together: ["The Ben line.", "---", ""],
    left: [],
    older: "sealed",
    has: node("horizontal_rule"),
  },
  hard_break: {
    typed: ["x", "Shift-Enter", "y"],
    markdown: "x\\\ny\n",
    exported: "x<br>y",
    html: "<p>x<br>y</p>",
    command: "",
    together: ["The Ben line.x\ny"],
    left: [],
    older: "sealed",
    has: node("hard_break"),
  },
  date: {
    typed: ["x @2026-11-22"],
    markdown: 'x <time datetime="2026-11-22">22 November 2026</time>\n',
    exported: '<time datetime="2026-11-22">22 November 2026</time>',
    html: '<p>x <time datetime="2026-11-22">today</time></p>',
    command: "date",
    together: [`The Ben line.${writeDate(dayFromToday(0))}`],
    left: [],
    older: "sealed",
    has: node("date"),
  },
  mention: {
    typed: ["x @ad", "Enter"],
    markdown: 'x <bdi data-mention="ada">@Ada</bdi>\n',
    exported: '<bdi data-mention="ada">@Ada</bdi>',
    html: '<p>x <bdi data-mention="ada">@Ada</bdi></p>',
    command: "",
    together: ["The Ben line.x @Ada"],
    left: [],
    older: "sealed",
    has: node("mention"),
  },
  document_link: {
    typed: ["x [[plan", "Enter"],
    markdown: "x [The plan](/d/0123456789abcdef)\n",
    exported: '<a href="/d/0123456789abcdef">The plan</a>',
    html: '<p>x <a href="/d/0123456789abcdef">The plan</a></p>',
    command: "",
    together: ["The Ben line.x The plan"],
    left: [],
    older: "sealed",
    has: node("document_link"),
  },
  math: {
    typed: ["x $a^2$"],
    markdown: "x $a^2$\n",
    exported: '<code class="language-math math-inline">a^2</code>',
    html: '<p>x <span class="katex"><span class="katex-mathml"><math><semantics><mrow><mi>a</mi></mrow><annotation encoding="application/x-tex">a^2</annotation></semantics></math></span><span class="katex-html" aria-hidden="true">a2</span></span></p>',
    command: "formula",
    together: ["The Ben line.$$"],
    left: [],
    older: "sealed",
    has: node("math"),
  },
  footnote_ref: footnote(node("footnote_ref"), "sealed"),
  footnote: footnote(paragraph("kind", "footnote"), "plain"),
  callout: {
    typed: ["[!TIP] x"],
    markdown: "> [!TIP]\n> x\n",
    exported: '<aside data-callout="tip"><p>x</p></aside>',
    html: "<aside><p>x</p></aside>",
    command: "callout",
    together: ["callout", "| The Ben line."],
    left: ["Mod-Enter"],
    older: "sealed",
    has: node("callout"),
  },
  toggle: {
    typed: [">> x"],
    markdown: ":::toggle\nx\n:::\n",
    exported: "<details><summary>x</summary>",
    html: "<details><summary>x</summary></details>",
    command: "toggle",
    together: ["toggle", "| The Ben line."],
    left: ["Enter", "Mod-Enter"],
    older: "sealed",
    has: node("toggle"),
  },
  table: {
    typed: ["/Table", "Enter", "x"],
    markdown: "| x |   |   |\n| - | - | - |\n|   |   |   |\n|   |   |   |\n",
    exported: "<th>x</th>",
    html: "<table><tr><td>x</td></tr></table>",
    command: "table",
    together: ["The Ben line.", "table", "| # | # | #", "|  |  | ", "|  |  | ", ""],
    left: ["Mod-Enter"],
    older: "sealed",
    has: node("table"),
  },
  figure: {
    typed: [`![A b](${stored}) x`],
    markdown: `:::figure\n![A b](${stored})\n\nx\n:::\n`,
    exported: `<figure><img src="${stored}" alt="A b"><figcaption>x</figcaption></figure>`,
    html: `<figure><img src="https://example.org/a.png"><figcaption>x</figcaption></figure>`,
    command: "", // it asks for a file
    together: ["The Ben line.", "figure x"],
    left: ["Enter"],
    older: "sealed",
    has: node("figure"),
  },
  image: {
    typed: [`x ![A](${stored})`],
    markdown: `x ![A](${stored})\n`,
    exported: `x <img src="${stored}" alt="A">`,
    html: `<p>x <img src="https://example.org/a.png" alt="A"></p>`,
    command: "", // a figure's has one
    together: ["The Ben line.x A"],
    left: [],
    older: "sealed",
    has: node("image"),
  },
  file: {
    typed: [`[x](${stored}) `],
    markdown: `::file{name="x" src="${stored}"}\n`,
    exported: `<div><a href="${stored}" download="x" data-file="">x</a></div>`,
    html: `<div data-quire-slice="" data-quire="file" data-name="x" data-src="${stored}">x</div>`,
    command: "", // as above
    together: ["The Ben line.", "file x", ""],
    left: [],
    older: "sealed",
    has: node("file"),
  },
  embed: {
    typed: ["https://youtu.be/dQw4w9WgXcQ ", "/Embed", "Enter", "x"],
    markdown: '::embed{src="https://youtu.be/dQw4w9WgXcQ"}\n\nx\n',
    exported: '<div><a href="https://youtu.be/dQw4w9WgXcQ" rel="noopener noreferrer" data-embed>',
    html: '<iframe src="https://www.youtube.com/embed/dQw4w9WgXcQ"></iframe><p>x</p>',
    command: "",
    together: ["The Ben line.", "<embed>", "x"],
    left: [],
    older: "sealed",
    has: node("embed"),
  },
  page_break: {
    typed: ["/Page break", "Enter", "x"],
    markdown: "::page-break\n\nx\n",
    exported: '<div style="break-after: page"></div>',
    html: '<br style="page-break-before:always"><p>x</p>',
    command: "page-break",
    together: ["The Ben line.", "<page_break>", ""],
    left: [],
    older: "sealed",
    has: node("page_break"),
  },
  toc: {
    typed: ["/Table of contents", "Enter", "x"],
    markdown: "::toc\n\nx\n",
    exported: '<nav role="doc-toc"></nav>',
    html: '<nav role="doc-toc"><ol><li>One</li></ol></nav><p>x</p>',
    command: "toc",
    together: ["The Ben line.", "<toc>", ""],
    left: [],
    older: "sealed",
    has: node("toc"),
  },
  strong: mark("strong", "Mod-b", "**x**", "strong", "bold"),
  em: mark("em", "Mod-i", "*x*", "em", "italic"),
  underline: mark("underline", "Mod-u", "<u>x</u>", "u", "underline"),
  strike: mark("strike", "Mod-Shift-x", "~~x~~", "s", "strike"),
  code: mark("code", "Mod-e", "`x`", "code", "code"),
  highlight: {
    ...mark("highlight", "Mod-Shift-h", "<mark>x</mark>", "mark", "highlight"),
    typed: ["==x=="],
  },
  color: mark(
    "color",
    "Mod-Alt-Shift-h",
    '<span data-color="red">x</span>',
    'span data-color="red"',
    "text-color",
  ),
  superscript: mark("superscript", "Mod-.", "<sup>x</sup>", "sup", "superscript"),
  subscript: mark("subscript", "Mod-,", "<sub>x</sub>", "sub", "subscript"),
  link: {
    typed: ["http://x.org y"],
    markdown: "<http://x.org> y\n",
    exported: '<a href="http://x.org"',
    html: '<a href="http://x.org">http://x.org</a>',
    command: "link",
    together: ["The Ben line."],
    left: [],
    older: "sealed",
    has: marked("link"),
  },
};

/** A sign and its note come together. */
function footnote(has: KindRow["has"], older: KindRow["older"]): KindRow {
  return {
    typed: ["x /footnote", "Enter", "x"],
    markdown: "x [^1]\n\n[^1]: x\n",
    exported: '<sup data-footnote-ref="1"><a href="#fn-1">1</a></sup>',
    html: '<p>x<sup data-footnote-ref="fn-1">[1]</sup></p><section data-footnotes><ol><li id="fn-1">x</li></ol></section>',
    command: "footnote",
    together: ["The Ben line.", "note "],
    left: ["Enter"],
    older,
    has,
  };
}

function mark(name: MarkName, key: string, markdown: string, tag: string, command: string): KindRow {
  return {
    typed: [key, "x"],
    markdown: `${markdown}\n`,
    exported: `<${tag}>x</`,
    html: `<${tag}>x</${tag.split(" ")[0]}>`,
    command,
    together: ["The Ben line."],
    left: [],
    older: "sealed",
    has: marked(name),
  };
}

function paragraph(attribute: string, value: string): (doc: Node) => boolean {
  return (doc) => some(doc, ({ attrs }) => attrs[attribute] === value);
}

function node(name: NodeName): (doc: Node) => boolean {
  return (doc) => some(doc, ({ type }) => type.name === name);
}

function marked(name: MarkName): (doc: Node) => boolean {
  return (doc) => some(doc, ({ marks }) => marks.some(({ type }) => type.name === name));
}

function some(doc: Node, test: (node: Node) => boolean): boolean {
  let has = false;
  doc.descendants((inner) => {
    has ||= test(inner);
  });
  return has;
}
