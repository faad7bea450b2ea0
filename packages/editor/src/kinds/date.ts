import { isDay, schema } from "@quire/schema";
import type { EditorState, Transaction } from "prosemirror-state";
import type { Dispatch } from "../commands/command.ts";
import { canStandInLine, insertInLine } from "../inline-things.ts";
import { openSelectedThing } from "../thing-forms/thing-forms-plugin.ts";
import type { KindEditing } from "./kind-editing.ts";

/** A day: today's by its command, any by an at sign and what it is called. */
export const dateEditing: KindEditing = {
  name: "date",
  commands: [
    {
      id: "date",
      label: "Date",
      group: "insert",
      icon: "calendar",
      in: ["slash"],
      keywords: ["today", "day", "time", "calendar"],
      isActive: () => false,
      isEnabled: (state) => canStandInLine(state),
      run: (state, dispatch, _view, argument) => insertDate(state, argument, dispatch),
    },
  ],
  keys: { Enter: openSelectedThing },
  rules: [
    {
      match: /(?:^|[\s(\ufffc])@(today|tomorrow|yesterday|\d{4}-\d{2}-\d{2})$/i,
      apply: (state, match) => becomeDate(state, match[1] ?? ""),
    },
  ],
};

/** The day that is so many days from today where this page is, as `2026-11-22`. */
export function dayFromToday(days: number, now: Date = new Date()): string {
  const day = new Date(now.getFullYear(), now.getMonth(), now.getDate() + days);
  const [year, month, date] = [day.getFullYear(), day.getMonth() + 1, day.getDate()];
  return `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(date).padStart(2, "0")}`;
}

function insertDate(state: EditorState, day: unknown, dispatch?: Dispatch): boolean {
  const date = typeof day === "string" && isDay(day) ? day : dayFromToday(0);
  return insertInLine(state, schema.nodes.date.create({ date }), dispatch);
}

function becomeDate(state: EditorState, name: string): Transaction | null {
  const days = new Map([
    ["yesterday", -1],
    ["today", 0],
    ["tomorrow", 1],
  ]).get(name.toLowerCase());
  const date = days === undefined ? name : dayFromToday(days);
  const { from } = state.selection;
  return isDay(date)
    ? state.tr.replaceWith(from - name.length - 1, from, schema.nodes.date.create({ date }))
    : null;
}
