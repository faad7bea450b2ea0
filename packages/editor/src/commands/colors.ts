import { type Hue, hues, readHighlight, schema } from "@quire/schema";
import type { Mark } from "prosemirror-model";
import type { EditorState } from "prosemirror-state";
import { type Pens, pensOf, takePen } from "../pens.ts";
import type { RunnableCommand } from "./command.ts";
import { addMark, canMark, firstMark, hasMark, removeMark } from "./marking.ts";

/**
 * The highlight and the colour of text. With a hue's name they give it, with `none` they take it away; without either they
 * give the hue that was taken last, or take it away where all of the text has one.
 */
export const colorCommands: readonly RunnableCommand[] = [
  pen("highlight", {
    id: "highlight",
    label: "Highlight",
    keys: "Mod-Shift-h",
    icon: "highlighter",
    keywords: ["mark", "pen", "background"],
  }),
  pen("color", {
    id: "text-color",
    label: "Text colour",
    keys: "Mod-Alt-Shift-h",
    icon: "baseline",
    keywords: ["color", "ink"],
  }),
];

/** The hue of the highlight, and of the text, where the selection begins to have one. */
export function huesAt(state: EditorState): { readonly [Name in keyof Pens]: Hue | null } {
  const ink: unknown = firstMark(state, schema.marks.color)?.attrs.color;
  const wash = firstMark(state, schema.marks.highlight);
  return { highlight: wash ? readHighlight(wash.attrs) : null, color: readHue(ink) };
}

function pen(
  name: keyof Pens,
  of: Omit<RunnableCommand, "group" | "in" | "isActive" | "isEnabled" | "run">,
): RunnableCommand {
  const type = schema.marks[name];
  return {
    ...of,
    group: "text",
    in: ["toolbar"],
    isActive: (state) => hasMark(state, type),
    isEnabled: (state) => canMark(state, type),
    run(state, dispatch, _view, argument) {
      if (!canMark(state, type)) return false;
      const hue = readHue(argument);
      const isRemoved = argument === "none" || (hue === null && hasMark(state, type));
      const taken = hue ?? pensOf(state)[name];
      dispatch?.(
        isRemoved ? removeMark(state.tr, type) : takePen(addMark(state.tr, inked(name, taken)), name, taken),
      );
      return true;
    },
  };
}

/** The mark of a hue. A highlight of no hue is yellow. */
function inked(name: keyof Pens, hue: Hue): Mark {
  return schema.mark(name, { color: name === "highlight" && hue === "yellow" ? null : hue });
}

function readHue(value: unknown): Hue | null {
  return hues.find((hue) => hue === value) ?? null;
}
