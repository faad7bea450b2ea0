import { fragmentName, isSafeHref, markNameOf, names, schema, titleName } from "@quire/schema";
import * as Y from "yjs";

/** Characters that an attribute's text may have: a link's address is the longest honest one. */
const maxAttributeLength = 4096;

/** What is wrong with a struct, or the schema version that a page needs to show it. */
export type ContentVerdict = { readonly refused: string } | { readonly schema: number };

const fine: ContentVerdict = { schema: 0 };

/**
 * Judges a struct against the schema: root names, node names, marks, attribute names and values. Where a struct's parent is
 * not written into it (it is its left neighbour's), the name of the attribute is not either; what was let in before bounds it.
 */
export function judgeContent(item: Y.Item): ContentVerdict {
  // A root's name stands where a parent's id would; the types say only what an integrated item has.
  const parent: unknown = item.parent;
  if (typeof parent === "string" && parent !== fragmentName && parent !== titleName) {
    return { refused: `the root type ${show(parent)}` };
  }
  const { content, parentSub } = item;
  if (content instanceof Y.ContentString)
    return parentSub === null ? fine : { refused: "text as an attribute" };
  if (content instanceof Y.ContentDeleted) return fine;
  if (content instanceof Y.ContentFormat) return judgeFormat(content.key, content.value);
  if (content instanceof Y.ContentType)
    return parentSub === null ? judgeType(content.type) : { refused: "a type as an attribute" };
  if (content instanceof Y.ContentAny) return judgeAttribute(parentSub, content.arr);
  return { refused: `content of the kind ${content.constructor.name}` };
}

function judgeType(type: unknown): ContentVerdict {
  if (type instanceof Y.XmlText) return fine;
  // XmlHook extends YMap, not XmlElement; XmlFragment is what XmlElement extends.
  if (!(type instanceof Y.XmlElement)) return { refused: "a type that is neither an element nor a text" };
  const since = names.nodes.get(type.nodeName);
  return since === undefined ? { refused: `the node ${show(type.nodeName)}` } : { schema: since };
}

function judgeFormat(key: string, value: unknown): ContentVerdict {
  const mark = markNameOf(key);
  const since = names.marks.get(mark);
  if (since === undefined) return { refused: `the mark ${show(key)}` };
  const attributes = schema.marks[mark]?.spec.attrs ?? {};
  if (value === null) return fine;
  if (typeof value !== "object" || Array.isArray(value))
    return { refused: `a value of the mark ${show(key)} that is no object` };
  for (const [name, attribute] of Object.entries(value)) {
    if (!Object.hasOwn(attributes, name))
      return { refused: `the attribute ${show(name)} of the mark ${show(key)}` };
    if (!isScalar(attribute)) return { refused: `a value of ${show(name)} that is no scalar` };
    if (name === "href" && !(typeof attribute === "string" && isSafeHref(attribute)))
      return { refused: "a link to an unsafe address" };
  }
  return { schema: since };
}

function judgeAttribute(name: string | null, values: readonly unknown[]): ContentVerdict {
  if (!values.every(isScalar))
    return { refused: `a value of the attribute ${show(name ?? "")} that is no scalar` };
  if (name === null) return fine;
  const since = names.attributes.get(name);
  return since === undefined ? { refused: `the attribute ${show(name)}` } : { schema: since };
}

function isScalar(value: unknown): boolean {
  if (typeof value === "string") return value.length <= maxAttributeLength;
  if (typeof value === "number") return Number.isFinite(value);
  return typeof value === "boolean" || value === null || value === undefined;
}

function show(name: string): string {
  return JSON.stringify(name.length > 40 ? `${name.slice(0, 40)}…` : name);
}
