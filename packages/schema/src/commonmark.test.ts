import spec from "commonmark-spec";
import type { Nodes } from "hast";
import { fromHtml as parseHtml } from "hast-util-from-html";
import { describe, expect, it } from "vitest";
import { fromMarkdown, toHtml } from "./convert.ts";

/**
 * Of each section's examples, how many we show as CommonMark 0.31 says. Most of the rest are what Quire does otherwise on
 * purpose: HTML stays as code that can be read, an item's first line is no paragraph of its own, emphasis holds no emphasis,
 * quotes hold text. These numbers only go up: who makes one larger writes it here.
 */
const shown: Readonly<Record<string, number>> = {
  Tabs: 8,
  "Backslash escapes": 11,
  "Entity and numeric character references": 16,
  Precedence: 1,
  "Thematic breaks": 18,
  "ATX headings": 18,
  "Setext headings": 27,
  "Indented code blocks": 10,
  "Fenced code blocks": 28,
  "HTML blocks": 0,
  "Link reference definitions": 19,
  Paragraphs: 8,
  "Blank lines": 1,
  "Block quotes": 15,
  "List items": 33,
  Lists: 10,
  Inlines: 1,
  "Code spans": 21,
  "Emphasis and strong emphasis": 96,
  Links: 66,
  Images: 2,
  Autolinks: 10,
  "Raw HTML": 7,
  "Hard line breaks": 11,
  "Soft line breaks": 2,
  "Textual content": 3,
};

describe("the examples of CommonMark 0.31 as HTML", () => {
  const sections = Map.groupBy(spec.tests, ({ section }) => section);

  it("are shown as the specification does, as many in each section as before at least", () => {
    const now = [...sections].map(([section, examples]) => {
      const same = examples.filter(({ markdown, html }) => isShownAs(markdown, html)).length;
      return { section, same, of: examples.length };
    });
    const total = now.reduce((sum, { same }) => sum + same, 0);
    console.info(`CommonMark as HTML: ${total} of ${spec.tests.length}`);
    for (const { section, same, of } of now) console.info(`${same} of ${of}  ${section}`);
    expect(now.filter(({ section, same }) => same < (shown[section] ?? 0))).toEqual([]);
  });
});

/** The examples write a tab as an arrow. */
const withTabs = (text: string): string => text.replaceAll("→", "\t");

function isShownAs(markdown: string, html: string): boolean {
  return essence(toHtml(fromMarkdown(withTabs(markdown)))) === essence(withTabs(html));
}

/** HTML without what two writers of it may do in their own way: blanks between tags, the order of attributes, entities. */
function essence(html: string): string {
  return write(parseHtml(html, { fragment: true }), false);
}

/** Stands where a block begins or ends. */
const edge = "\uE000";

const blocks = new Set(
  "p ul ol li blockquote pre hr br h1 h2 h3 h4 h5 h6 div table thead tbody tr td th".split(" "),
);

function write(node: Nodes, isPre: boolean): string {
  if (node.type === "text") return isPre ? node.value : node.value.replace(/\s+/g, " ");
  if (node.type === "root") return withoutEdges(writeAll(node.children, isPre));
  if (node.type !== "element") return `<!${node.type}>`;
  const { tagName, properties, children } = node;
  const inside = writeAll(children, isPre || tagName === "pre");
  const text = tagName === "pre" ? inside.replace(/\n(?=<\/code>)/, "") : inside;
  const open = `<${tagName}${Object.entries(properties).map(attribute).toSorted().join("")}>`;
  if (!blocks.has(tagName)) return `${open}${text}</${tagName}>`;
  return `${edge}${open}${edge}${text}${edge}</${tagName}>${edge}`;
}

function writeAll(nodes: readonly Nodes[], isPre: boolean): string {
  return nodes.map((node) => write(node, isPre)).join("");
}

function attribute([name, value]: [string, unknown]): string {
  // Ours says of each link that where it leads learns nothing.
  if (name === "rel") return "";
  const isAddress = name === "href" || name === "src";
  const base = "https://quire.example/";
  const same = isAddress && typeof value === "string" && URL.canParse(value, base);
  return ` ${name}=${JSON.stringify(same ? new URL(value, base).href : value)}`;
}

function withoutEdges(html: string): string {
  return html.replace(new RegExp(` ?${edge}[ ${edge}]*`, "g"), "");
}
