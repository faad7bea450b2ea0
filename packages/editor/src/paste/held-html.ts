import { withoutRawText } from "./raw-text.ts";

/** The attribute that a style waits in. */
export const heldStyle = "data-quire-held-style";

const heldBack = "data-quire-held-";

/** What Quire puts on the element that it copies first, to know its own blocks by. */
export const ownMark = "data-quire-slice";

// A `<` in a tag ends it here, so that no hostile text makes this slow.
const tag = /<\/?([a-z][^\s/<>]*)((?:"[^"]*"|'[^']*'|[^"'<>])*)>/gi;
const attribute = /"[^"]*"|'[^']*'|(?<=[\s/"'])(style|on[a-z]+|data-pm-[a-z]+)(?=\s*=)/gi;

/** Elements that need no end, or have none. */
const unended = new Set(
  (
    "area base body br col colgroup dd dt embed head hr html img input li link meta option p param source tbody td tfoot th " +
    "thead tr track wbr"
  ).split(" "),
);

/** What is nested deeper is taken for its text: a browser's parser slows down with the square of the depth. */
const maxDepth = 200;

/**
 * HTML as browsers copy it has a style on every element, which a strict content policy stops and reports, even in a
 * document that nobody sees. Here styles wait under another name, handlers have none, and style sheets are what nothing
 * draws. Unless the HTML is Quire's own, what another editor like ours says of its blocks is held back too.
 */
export function holdBackStyles(html: string): string {
  const isOwn = isOwnHtml(html);
  const fits = depthGauge();
  return withoutRawText(html).replace(tag, (whole, name: string, attributes: string) => {
    const lower = name.toLowerCase();
    if (lower === "base") return ""; // it would be obeyed, or stopped and reported
    if (!fits(lower, whole)) return "";
    const held = attributes.replace(attribute, (text, found?: string) =>
      found === undefined || (isOwn && found.toLowerCase().startsWith("data-")) ? text : heldBack + found,
    );
    return held === attributes ? whole : whole.replace(attributes, () => held);
  });
}

/** Tells of one tag after the other whether it is not too deep to stay. */
function depthGauge(): (name: string, tag: string) => boolean {
  let depth = 0;
  return (name, whole) => {
    if (unended.has(name) || (name.includes(":") && whole.endsWith("/>"))) return true;
    if (!whole.startsWith("</")) return ++depth <= maxDepth;
    const fits = depth <= maxDepth;
    depth = Math.max(depth - 1, 0);
    return fits;
  };
}

/** Whether Quire itself put this on the clipboard. Anybody can say so: it is read as carefully as anything else. */
export function isOwnHtml(html: string): boolean {
  return html.includes(`${ownMark}=`);
}

/** Gives the elements in the root their styles back, by the way that a content policy allows. */
export function giveStylesBack(root: Element): void {
  for (const element of root.querySelectorAll<HTMLElement>(`[${heldStyle}]`)) {
    element.style.cssText = element.getAttribute(heldStyle) ?? "";
  }
}
