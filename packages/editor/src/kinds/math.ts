import { readTex, schema } from "@quire/schema";
import type { EditorState, Transaction } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import type { Dispatch } from "../commands/command.ts";
import { canStandInLine, insertInLine } from "../inline-things.ts";
import { openThingForm } from "../thing-forms/thing-forms-plugin.ts";
import { isInBackticks } from "../typography-rules.ts";
import { lateView } from "../views/late-view.ts";
import type { KindEditing } from "./kind-editing.ts";

/** A formula in a line: typed between dollar signs, or made by its command of what is selected. */
export const mathEditing: KindEditing = {
  name: "math",
  commands: [
    {
      id: "formula",
      label: "Formula",
      group: "insert",
      icon: "sigma",
      in: ["slash"],
      keywords: ["math", "inline", "equation", "tex", "latex"],
      isActive: () => false,
      isEnabled: (state) => canStandInLine(state),
      run: insertFormula,
    },
  ],
  rules: [
    {
      match: /(?:^|[^\\$\w])(\$([^\s$\ufffc](?:[^$\ufffc]*[^\s$\\\ufffc])?)\$)([^\d$]?)$/,
      apply: becomeFormula,
    },
  ],
  view: ({ words }) =>
    lateView(
      "quire-math",
      async () => {
        const { drawFormula } = await import("../late-things.ts");
        return drawFormula(words);
      },
      "span",
    ),
};

/** With nothing to make it of it is empty, and asks in the page what it is to say. */
function insertFormula(
  state: EditorState,
  dispatch?: Dispatch,
  view?: EditorView,
  argument?: unknown,
): boolean {
  const { from, to } = state.selection;
  const tex = readTex(argument) ?? readTex(state.doc.textBetween(from, to, "\n"));
  if (tex === null && view === undefined) return false;
  const isDone = insertInLine(state, schema.nodes.math.create({ tex }), dispatch);
  if (isDone && dispatch && tex === null && view) openThingForm(view, from);
  return isDone;
}

function becomeFormula(state: EditorState, match: RegExpExecArray): Transaction | null {
  const [, signed = "", text = "", behind = ""] = match;
  const tex = readTex(text);
  // Behind a price may come another one: what follows is waited for.
  if (tex === null || isInBackticks(state) || (behind === "" && /^\d/.test(text))) return null;
  const end = state.selection.from - behind.length;
  return state.tr.replaceWith(end - signed.length, end, schema.nodes.math.create({ tex }));
}
