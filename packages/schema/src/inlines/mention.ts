import { line } from "../attribute.ts";
import type { DomElement } from "../dom-element.ts";
import type { NodeKind } from "../kind.ts";

const attributes = { person: line(128), name: line(100) };

/** Somebody, by the name that they had when they were named, and by their id. */
export const mention = {
  name: "mention",
  since: 3,
  attributes,
  spec: {
    group: "inline",
    inline: true,
    leafText: (node) => writeName(readMention(node.attrs).name),
    parseDOM: [
      {
        tag: "bdi[data-mention]",
        getAttrs: (element: DomElement) =>
          mentionOf(element.getAttribute("data-mention"), element.textContent ?? "") ?? false,
      },
    ],
    toDOM: (node) => {
      const { person, name } = readMention(node.attrs);
      return ["bdi", { "data-quire": "mention", "data-mention": person }, writeName(name)];
    },
  },
} satisfies NodeKind<"mention">;

/** Who is named, whatever is stored. */
export interface MentionAttributes {
  readonly person: string | null;
  readonly name: string | null;
}

/** Reads who is named: what is no value of an attribute is null. */
export function readMention(values: Readonly<Record<string, unknown>>): MentionAttributes {
  return { person: attributes.person.read(values.person), name: attributes.name.read(values.name) };
}

/** The attributes of somebody who is named by this text, with the sign before it or without; undefined where it names nobody. */
export function mentionOf(id: unknown, text: string): MentionAttributes | undefined {
  const name = attributes.name.read(text.replaceAll("\n", " ").replace(/^@/, ""));
  const person = attributes.person.read(id);
  return name === null || person === null ? undefined : { person, name };
}

/** A name as it stands in a text. */
export function writeName(name: string | null): string {
  return `@${name ?? "?"}`;
}
