import { schema } from "@quire/schema";
import { DOMParser, type ParseOptions, type Slice } from "prosemirror-model";

const heldBack = "data-quire-held-";

// A `<` in a tag ends it here, so that no hostile text makes this slow.
const tag = /<\/?([a-z][^\s/<>]*)((?:"[^"]*"|'[^']*'|[^"'<>])*)>/gi;
const attribute = /"[^"]*"|'[^']*'|(?<=[\s/"'])(style|on[a-z]+)(?=\s*=)/gi;

/**
 * HTML as browsers copy it has a style on every element, which a strict content policy stops and reports, even in a
 * document that nobody sees. Here styles wait under another name, handlers have none, and style sheets are what no parser
 * reads.
 */
export function holdBackStyles(html: string): string {
  return html.replace(tag, (whole, name: string, attributes: string) => {
    if (name.toLowerCase() === "style") return whole.startsWith("</") ? "</script>" : "<script>";
    const held = attributes.replace(attribute, (text, found?: string) => (found ? heldBack + found : text));
    return held === attributes ? whole : whole.replace(attributes, () => held);
  });
}

/** Reads pasted elements after giving them their styles back, by the way that a content policy allows. */
export function pasteParser(): DOMParser {
  return new PasteParser(schema, DOMParser.fromSchema(schema).rules);
}

class PasteParser extends DOMParser {
  override parseSlice(dom: Node, options?: ParseOptions): Slice {
    if (dom instanceof Element) giveStylesBack(dom);
    return super.parseSlice(dom, options);
  }
}

function giveStylesBack(root: Element): void {
  const name = `${heldBack}style`;
  for (const element of root.querySelectorAll<HTMLElement>(`[${name}]`)) {
    element.style.cssText = element.getAttribute(name) ?? "";
  }
}
