import type { Nodes, PhrasingContent } from "mdast";

// The raw tags that mean something to us in Markdown. Every other one is kept as its source.

/** Whether the node is `<br>`, a line break where Markdown's own sign for one cannot stand. */
export function isBreakTag(node: Nodes): boolean {
  return node.type === "html" && /^<br\s*\/?>$/i.test(node.value);
}

/** What stands between a pair of tags as its text, and an attribute of the first. */
export interface TaggedText {
  readonly value: string;
  readonly text: string;
}

/** The tags around a text that are read as one thing, each with the attribute that says what it is. */
const pairs = { time: "datetime", bdi: "data-mention" } as const;

export type PairName = keyof typeof pairs;

/** Three nodes that are a pair of tags around a text, as `writePair` makes them; undefined for all else. */
export function readPair(name: PairName, nodes: readonly Nodes[], at: number): TaggedText | undefined {
  const [start, words, end] = [nodes[at], nodes[at + 1], nodes[at + 2]];
  const value = start?.type === "html" ? startValue(name, start.value) : undefined;
  if (value === undefined || words?.type !== "text" || end?.type !== "html") return undefined;
  return end.value === `</${name}>` ? { value, text: words.value } : undefined;
}

/** A pair of tags around a text. */
export function writePair(name: PairName, { value, text }: TaggedText): PhrasingContent[] {
  const safe = value.replace(/[&<>"|]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  return [
    { type: "html", value: `<${name} ${pairs[name]}="${safe}">` },
    { type: "text", value: text },
    { type: "html", value: `</${name}>` },
  ];
}

/** Whether the node is the first of such a pair: it would make one thing of what follows it. */
export function isPairStart(node: Nodes): boolean {
  return node.type === "html" && pairNames.some((name) => startValue(name, node.value) !== undefined);
}

const pairNames: readonly PairName[] = ["time", "bdi"];

function startValue(name: PairName, tag: string): string | undefined {
  const start = `<${name} ${pairs[name]}="`;
  if (!tag.startsWith(start) || !tag.endsWith('">')) return undefined;
  const value = tag.slice(start.length, -2);
  if (value.includes('"')) return undefined;
  return value.replace(/&#(\d{2,3});/g, (_sign, code: string) => String.fromCharCode(Number(code)));
}
