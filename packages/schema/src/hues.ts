import { type Attribute, choice } from "./attribute.ts";

/** The colours that text, highlights and cells can have: names, so that each page draws them legibly, light or dark. */
export const hues = ["gray", "red", "orange", "yellow", "green", "teal", "blue", "purple", "pink"] as const;

export type Hue = (typeof hues)[number];

/** An attribute that is a hue, drawn as the custom properties `--ink-<hue>` of a text and `--wash-<hue>` behind one. */
export function hue(): Attribute<Hue> {
  return choice(hues);
}
