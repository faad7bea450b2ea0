import type { Element, ElementContent, Properties } from "hast";
import { fromHtml as parse } from "hast-util-from-html";
import { toHtml as write } from "hast-util-to-html";
import type { Node } from "prosemirror-model";
import { isStoredFile } from "./file-address.ts";
import { hastOf } from "./html/hast.ts";
import { mathClass } from "./inlines/math.ts";

/** What a page that stands alone is told of the document. */
export interface PageOptions {
  /** How the addresses of the document's own files begin, as the document says them. */
  readonly filesFrom: string;
  /** How they begin on the page. */
  readonly filesAt: string;
  /** Mathematics as MathML; undefined where it cannot be drawn. */
  readonly drawMath: (tex: string, isBlock: boolean) => string | undefined;
}

/**
 * A document as the HTML of a page for readers who have nothing else of the server: files of the document are where the
 * page has them, nothing else is loaded, no person and no other document is named, and mathematics is drawn. Like
 * `toHtml`, no markup comes out of text.
 */
export function toPage(doc: Node, options: PageOptions): string {
  const root = hastOf(doc);
  const page: Page = { options, headings: [], places: [] };
  root.children = root.children.flatMap((child) => (child.type === "doctype" ? [] : adapted(child, page)));
  for (const place of page.places) place.children = listOf(page.headings);
  return write(root);
}

interface Heading {
  readonly id: string;
  readonly level: number;
  readonly words: string;
}

/** What is gathered while the page is made. */
interface Page {
  readonly options: PageOptions;
  readonly headings: Heading[];
  /** Where lists of the headings go. */
  readonly places: Element[];
}

function adapted(node: ElementContent, page: Page): ElementContent[] {
  if (node.type !== "element") return node.type === "text" ? [node] : [];
  const math = mathIn(node);
  if (math !== undefined) return [drawn(node, math, page)];
  const element: Element = {
    ...node,
    properties: kept(node.properties),
    children: node.children.flatMap((child) => adapted(child, page)),
  };
  return [changed(element, page)];
}

/** Neither who is mentioned nor styles of a page that has none. */
function kept({ style, ...given }: Properties): Properties {
  const { dataMention: _mention, ...properties } = given;
  return style === undefined ? properties : { ...properties, dataBreak: true };
}

function changed(element: Element, page: Page): Element {
  const { tagName } = element;
  if (tagName === "a") return link(element, page);
  if (tagName === "img") return picture(element, page);
  if (tagName === "table") return wrapped("div", { dataTable: true }, [element]);
  if (tagName === "nav") page.places.push(element);
  // Its words stand beside it, and are no name of what nobody can change here.
  if (tagName === "input") element.properties.ariaLabel = element.properties.checked ? "Done" : "Not done";
  if (/^h[1-6]$/.test(tagName)) element.properties.id = named(element, page);
  return element;
}

function named(element: Element, { headings }: Page): string {
  const id = `section-${headings.length + 1}`;
  headings.push({ id, level: Number(element.tagName.slice(1)), words: wordsOf(element) });
  return id;
}

/** A link within the page, to a file of the document, or to another site. One into the server leads to nothing for these readers. */
function link(element: Element, page: Page): Element {
  const { href, ...others } = element.properties;
  const address = addressOf(href, page);
  if (address === undefined) return { ...element, tagName: "span", properties: others };
  const isHere = address.startsWith("#") || address.startsWith(page.options.filesAt);
  const rel = isHere ? {} : { rel: ["noopener", "noreferrer", "nofollow"] };
  return { ...element, properties: { ...others, href: address, ...rel } };
}

/** A picture of the document. One of another site is a link to it: who reads a page is not told to others unasked. */
function picture(element: Element, page: Page): Element {
  const { src, alt } = element.properties;
  const address = addressOf(src, page);
  if (address?.startsWith(page.options.filesAt))
    return { ...element, properties: { ...element.properties, src: address, loading: "lazy" } };
  const words = String(alt ?? "") || address || "";
  return link(wrapped("a", { href: src }, [{ type: "text", value: words }]), page);
}

/** The address as the page may have it; undefined for one that nobody can follow from there. */
function addressOf(given: unknown, { options: { filesFrom, filesAt } }: Page): string | undefined {
  const address = typeof given === "string" ? given : "";
  if (isStoredFile(address)) {
    const at = address.indexOf(filesFrom);
    return at < 0 ? undefined : `${filesAt}${address.slice(at + filesFrom.length)}`;
  }
  return /^(#|https?:|mailto:|tel:)/i.test(address) ? address : undefined;
}

/** The TeX of mathematics in a line, or on lines of its own. */
function mathIn({ tagName, properties, children }: Element): { tex: string; isBlock: boolean } | undefined {
  const [only] = children;
  if (tagName === "code" && hasClass(properties, mathClass) && only?.type === "text")
    return { tex: only.value, isBlock: false };
  if (tagName !== "pre" || only?.type !== "element" || !hasClass(only.properties, "language-math"))
    return undefined;
  return { tex: wordsOf(only), isBlock: true };
}

function drawn(source: Element, { tex, isBlock }: { tex: string; isBlock: boolean }, page: Page): Element {
  const text = page.options.drawMath(tex, isBlock);
  if (text === undefined) return source;
  const formula = parse(text, { fragment: true }).children.flatMap((child) =>
    child.type === "element" ? mathml(child) : [],
  );
  return wrapped(isBlock ? "div" : "span", { dataMath: true }, formula);
}

/** What is MathML of it, without styles, links or anything that runs. */
function mathml(element: Element): ElementContent[] {
  if (!/^(math|semantics|m[a-z]{1,13})$/.test(element.tagName)) return [];
  const properties = Object.fromEntries(
    Object.entries(element.properties).filter(([name]) => mathProperties.has(name)),
  );
  const children = element.children.flatMap((child) =>
    child.type === "element" ? mathml(child) : child.type === "text" ? [child] : [],
  );
  return [{ ...element, properties, children }];
}

const mathProperties: ReadonlySet<string> = new Set([
  "accent",
  "accentUnder",
  "columnAlign",
  "columnSpacing",
  "depth",
  "display",
  "displaystyle",
  "displayStyle",
  "fence",
  "form",
  "height",
  "largeop",
  "lspace",
  "mathvariant",
  "maxsize",
  "minsize",
  "movablelimits",
  "notation",
  "rowSpacing",
  "rspace",
  "scriptlevel",
  "separator",
  "stretchy",
  "symmetric",
  "voffset",
  "width",
  "linethickness",
]);

function listOf(headings: readonly Heading[]): ElementContent[] {
  const items = headings.map(({ id, level, words }) =>
    wrapped("li", { dataLevel: String(level) }, [
      wrapped("a", { href: `#${id}` }, [{ type: "text", value: words }]),
    ]),
  );
  return items.length === 0 ? [] : [wrapped("ol", {}, items)];
}

function hasClass({ className }: Properties, name: string): boolean {
  return Array.isArray(className) && className.includes(name);
}

function wordsOf(element: Element): string {
  return element.children
    .map((child) => (child.type === "text" ? child.value : child.type === "element" ? wordsOf(child) : ""))
    .join("");
}

function wrapped(tagName: string, properties: Properties, children: ElementContent[]): Element {
  return { type: "element", tagName, properties, children };
}
