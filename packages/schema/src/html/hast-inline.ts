import type { Element, ElementContent } from "hast";
import type { Mark, Node } from "prosemirror-model";
import { inlineConversionOf } from "../conversions/conversions.ts";
import { link } from "../marks/link.ts";
import { tagOfMark } from "../tag-marks.ts";

/** A block's text in its marks, the schema's outermost outside. Each stretch has its own: nothing has to be joined. */
export function hastInline(block: Node): ElementContent[] {
  const root: Element = { type: "element", tagName: "p", properties: {}, children: [] };
  const open: { mark: Mark | null; element: Element }[] = [{ mark: null, element: root }];
  block.forEach((node) => {
    const marks = node.isText ? node.marks : [];
    let kept = 0;
    while (kept < marks.length && open[kept + 1]?.mark?.eq(marks[kept] as Mark) === true) kept++;
    open.length = kept + 1;
    for (const mark of marks.slice(kept)) {
      const element = elementOf(mark);
      open.at(-1)?.element.children.push(element);
      open.push({ mark, element });
    }
    const leaf: ElementContent = node.isText
      ? { type: "text", value: node.text ?? "" }
      : (inlineConversionOf(node)?.toHast(node) ?? lineBreak);
    open.at(-1)?.element.children.push(leaf);
  });
  return root.children;
}

const lineBreak: Element = { type: "element", tagName: "br", properties: {}, children: [] };

const tagNames: Readonly<Record<string, string>> = {
  strong: "strong",
  em: "em",
  strike: "s",
  code: "code",
};

function elementOf(mark: Mark): Element {
  const href = mark.type.name === "link" ? link.attributes.href.read(mark.attrs.href) : null;
  if (href === null) {
    const { name = tagNames[mark.type.name] ?? "span", color = null } = tagOfMark(mark) ?? {};
    return {
      type: "element",
      tagName: name,
      properties: color === null ? {} : { dataColor: color },
      children: [],
    };
  }
  const title = link.attributes.title.read(mark.attrs.title);
  return {
    type: "element",
    tagName: "a",
    properties: { href, ...(title !== null && { title }), rel: ["noopener", "noreferrer"] },
    children: [],
  };
}
