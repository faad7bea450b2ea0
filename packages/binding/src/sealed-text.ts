import * as Y from "yjs";

/** Characters of what cannot be shown that are read. */
const maxCharacters = 2_000;

/** What something is that the schema cannot show, and what of it reads as text. However deep it is: without recursion. */
export function textIn({ content }: Y.Item): { readonly name: string; readonly text: string } {
  if (!(content instanceof Y.ContentType)) {
    const values: unknown[] = content.getContent();
    return { name: nameOf(values[0]), text: values.filter((value) => typeof value === "string").join("") };
  }
  const { type } = content;
  const name = type instanceof Y.XmlElement ? type.nodeName : nameOf(type);
  let text = "";
  const stack: unknown[] = [type];
  while (stack.length > 0 && text.length < maxCharacters) {
    const next = stack.pop();
    if (typeof next === "string") text += next;
    if (!(next instanceof Y.AbstractType)) continue;
    const inside: unknown[] = [];
    for (let item = next._start; item !== null; item = item.right) {
      if (item.deleted) continue;
      if (item.content instanceof Y.ContentString) inside.push(item.content.str);
      else if (item.content instanceof Y.ContentType) inside.push(item.content.type);
    }
    // Blocks in blocks read as lines.
    if (text !== "" && next instanceof Y.XmlElement && !text.endsWith("\n")) text += "\n";
    stack.push(...inside.reverse());
  }
  const isCut = stack.length > 0 || text.length > maxCharacters;
  return { name, text: `${text.slice(0, maxCharacters).trim()}${isCut ? "…" : ""}` };
}

const kinds = [
  ["hook", Y.XmlHook],
  ["text", Y.Text],
  ["map", Y.Map],
  ["array", Y.Array],
  ["fragment", Y.XmlFragment],
  ["document", Y.Doc],
] as const;

function nameOf(value: unknown): string {
  return kinds.find(([, kind]) => value instanceof kind)?.[0] ?? typeof value;
}
