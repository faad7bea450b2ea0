import { createLowlight } from "lowlight";
import { findLanguage } from "../languages.ts";
import { grammars } from "./grammars.ts";

/** What a stretch of code is, as far as it is coloured. */
export type TokenKind = "keyword" | "string" | "number" | "comment" | "name";

/** A stretch of code. Two do not overlap. */
export interface Token {
  readonly from: number;
  readonly to: number;
  readonly kind: TokenKind;
}

/** Finds what is to be coloured in a text. */
export type FindTokens = (code: string) => readonly Token[];

/** The highlighter's names of what it finds; what is not here has the colour of the text. */
const kinds: Readonly<Record<string, TokenKind>> = {
  keyword: "keyword",
  literal: "keyword",
  "selector-tag": "keyword",
  "meta-keyword": "keyword",
  meta: "keyword",
  string: "string",
  regexp: "string",
  symbol: "string",
  bullet: "string",
  code: "string",
  addition: "string",
  number: "number",
  link: "number",
  comment: "comment",
  quote: "comment",
  deletion: "comment",
  title: "name",
  section: "name",
  name: "name",
  type: "name",
  built_in: "name",
  attr: "name",
  attribute: "name",
  "selector-class": "name",
  "selector-id": "name",
};

const lowlight = createLowlight();

/** What colours code of this language, fetched when it is first asked for; undefined for a language that has no colours. */
export async function tokensOf(language: string): Promise<FindTokens | undefined> {
  const id = findLanguage(language)?.id ?? language;
  const load = Object.hasOwn(grammars, id) ? grammars[id] : undefined;
  if (load === undefined) return undefined;
  if (!lowlight.registered(id)) lowlight.register(id, (await load()).default);
  return (code) => flat(lowlight.highlight(id, code));
}

type Tree = ReturnType<typeof lowlight.highlight>;
type Inside = Tree["children"][number];

function flat({ children }: Tree): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const walk = (node: Inside, around: TokenKind | undefined): void => {
    if (node.type === "text") {
      const from = at;
      at += node.value.length;
      if (around !== undefined && at > from) tokens.push({ from, to: at, kind: around });
    } else if (node.type === "element") {
      const kind = kindOf(node.properties.className) ?? around;
      for (const child of node.children) walk(child, kind);
    }
  };
  for (const child of children) walk(child, undefined);
  return tokens;
}

function kindOf(classes: unknown): TokenKind | undefined {
  const [first] = Array.isArray(classes) ? (classes as readonly unknown[]) : [];
  return typeof first === "string" ? kinds[first.replace(/^hljs-/, "")] : undefined;
}
