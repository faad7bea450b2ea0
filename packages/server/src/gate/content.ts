import { isSafeHref, markNameOf, names, schema } from "@quire/schema";
import type { AttributeSpec } from "prosemirror-model";
import * as Y from "yjs";
import {
  attributeAt,
  inCollected,
  inPlainText,
  isText,
  type Kind,
  kindOf,
  type Place,
  show,
} from "./structure.ts";

/** Characters that an attribute's text may have. A link's address is the longest honest one, 8,192 by the schema. */
const maxAttributeLength = 16_384;

/** What is wrong with an item, or the schema version that a page needs to show it and the kind of type that it brings. */
export type ContentVerdict =
  | { readonly refused: string }
  | { readonly schema: number; readonly kind?: Kind | undefined };

const fine: ContentVerdict = { schema: 0 };

/** Judges what an item holds against the schema and its place: node names, marks, attribute names and values. */
export function judgeContent({ content }: Y.Item, place: Place): ContentVerdict {
  if (content instanceof Y.ContentString)
    return isText(place) || place === inCollected ? fine : { refused: `text in ${show(place)}` };
  if (content instanceof Y.ContentDeleted) return fine;
  if (content instanceof Y.ContentFormat) return judgeFormat(content.key, content.value, place);
  if (content instanceof Y.ContentType) return judgeType(content.type, place);
  if (content instanceof Y.ContentAny) return judgeValues(content.arr, place);
  return { refused: `content of the kind ${content.constructor.name}` };
}

function judgeType(type: unknown, place: Place): ContentVerdict {
  if (!(type instanceof Y.XmlElement || type instanceof Y.XmlText))
    return { refused: "a type that is neither an element nor a text" };
  const name = type instanceof Y.XmlElement ? `the node ${show(type.nodeName)}` : "a text";
  const since = type instanceof Y.XmlElement ? names.nodes.get(type.nodeName) : 0;
  if (since === undefined) return { refused: name };
  if (place === inCollected) return { schema: since };
  const kind = kindOf(type, place);
  return kind === undefined ? { refused: `${name} in ${show(place)}` } : { schema: since, kind };
}

function judgeFormat(key: string, value: unknown, place: Place): ContentVerdict {
  const mark = markNameOf(key);
  const since = names.marks.get(mark);
  if (since === undefined) return { refused: `the mark ${show(key)}` };
  if (place === inPlainText || !(isText(place) || place === inCollected))
    return { refused: `the mark ${show(key)} in ${show(place)}` };
  if (value === null) return fine;
  if (typeof value !== "object" || Array.isArray(value))
    return { refused: `a value of the mark ${show(key)} that is no object` };
  const specs: Readonly<Record<string, AttributeSpec>> = schema.marks[mark]?.spec.attrs ?? {};
  for (const name of new Set([...Object.keys(specs), ...Object.keys(value)])) {
    const given: unknown = Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
    if (!Object.hasOwn(specs, name))
      return { refused: `the attribute ${show(name)} of the mark ${show(key)}` };
    if (!takes(specs[name], given)) return { refused: `a wrong ${show(name)} of the mark ${show(key)}` };
    if (name === "href" && typeof given === "string" && !isSafeHref(given))
      return { refused: "a link to an unsafe address" };
  }
  return { schema: since };
}

function judgeValues(values: readonly unknown[], place: Place): ContentVerdict {
  // Nobody will see it, but whoever reads the log should not meet it either.
  if (place === inCollected) return values.every(isScalar) ? fine : { refused: "a value that is no scalar" };
  const at = attributeAt(place);
  if (at === undefined) return { refused: `a bare value in ${show(place)}` };
  const { owner, name } = at;
  const specs: Readonly<Record<string, AttributeSpec>> = schema.nodes[owner]?.spec.attrs ?? {};
  if (!Object.hasOwn(specs, name)) return { refused: `the attribute ${show(name)} of ${show(owner)}` };
  if (!values.every((value) => takes(specs[name], value)))
    return { refused: `a wrong ${show(name)} of ${show(owner)}` };
  return { schema: names.attributes.get(name) ?? 0 };
}

/** Whether ProseMirror takes the value for the attribute: y-prosemirror deletes a block with one that it does not take. */
function takes(spec: AttributeSpec | undefined, value: unknown): boolean {
  const meant: unknown = value === undefined && spec?.default !== undefined ? spec.default : value;
  const type = meant === null ? "null" : typeof meant;
  return isScalar(meant) && typeof spec?.validate === "string" && spec.validate.split("|").includes(type);
}

function isScalar(value: unknown): boolean {
  if (typeof value === "string") return value.length <= maxAttributeLength;
  if (typeof value === "number") return Number.isFinite(value);
  return typeof value === "boolean" || value === null || value === undefined;
}
