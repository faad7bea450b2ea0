import type { Element, ElementContent, Properties, Root } from "hast";
import type { Node } from "prosemirror-model";
import { type BlockGroup, type BlockLeaf, blockTree, type ListItem } from "../block-tree.ts";
import { noteOf, readParagraphAttributes } from "../blocks/paragraph.ts";
import { conversionOf } from "../conversions/conversions.ts";
import { hastInline } from "./hast-inline.ts";
import { numberNotes } from "./number-notes.ts";

/** A document of flat blocks as an HTML tree, its lists and quotes nested. Text is text in it: no markup comes out of any. */
export function hastOf(doc: Node): Root {
  const root: Root = { type: "root", children: inside(doc) };
  numberNotes(root);
  return root;
}

function inside(flow: Node): ElementContent[] {
  return lines(childrenOf(blockTree(flow)));
}

function childrenOf(groups: readonly BlockGroup[]): Element[] {
  return groups.map((group) => {
    switch (group.type) {
      case "quote":
        return element("blockquote", {}, lines(childrenOf(group.children)));
      case "list": {
        const start = group.isOrdered && group.start !== 1 ? { start: group.start } : {};
        return element(group.isOrdered ? "ol" : "ul", start, lines(group.items.map(itemOf)));
      }
      case "block":
        return blockOf(group);
      default:
        return group satisfies never;
    }
  });
}

function itemOf(item: ListItem): Element {
  const { kind } = readParagraphAttributes(item.line.block.attrs);
  // A line of text alone needs no paragraph around it, as in a tight list of Markdown.
  const line = kind === "heading" ? [blockOf(item.line)] : hastInline(item.line.block);
  const box =
    item.checked === null
      ? []
      : [
          element("input", { type: "checkbox", disabled: true, checked: item.checked }),
          { type: "text", value: " " } as const,
        ];
  const children = childrenOf(item.children);
  const below: ElementContent[] =
    children.length > 0 ? [{ type: "text", value: "\n" }, ...lines(children)] : [];
  return element("li", {}, [...box, ...line, ...below]);
}

function blockOf({ block }: BlockLeaf): Element {
  const conversion = conversionOf(block);
  if (conversion !== undefined) return conversion.toHast(block, inside);
  const { kind, level } = readParagraphAttributes(block.attrs);
  const note = noteOf(block.attrs);
  if (note !== null) return element("p", { dataFootnote: note }, hastInline(block));
  return element(kind === "heading" ? `h${level ?? 1}` : "p", {}, hastInline(block));
}

function element(tagName: string, properties: Properties, children: ElementContent[] = []): Element {
  return { type: "element", tagName, properties, children };
}

/** Each element on a line of its own. */
function lines(elements: readonly Element[]): ElementContent[] {
  return elements.flatMap((child): ElementContent[] => [child, { type: "text", value: "\n" }]).slice(0, -1);
}
