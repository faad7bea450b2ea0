import { type Attribute, text } from "./attribute.ts";

/** The name by which a footnote's sign and its paragraphs know each other: as Markdown reads it, whatever its case. */
export const noteName: Attribute<string> = {
  ...text((value) => /^[a-z0-9_.-]{1,64}$/.test(value)),
  since: 3,
};
