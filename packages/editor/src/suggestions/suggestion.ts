import type { EditorState } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import type { Dispatch } from "../commands/command.ts";

/** Something that is offered while somebody types, as data: whoever draws it shows its words. */
export interface Suggestion {
  readonly id: string;
  readonly label: string;
  /** The name of a Lucide icon. */
  readonly icon: string;
  /** A sign that is what it gives, and is shown in the icon's place. */
  readonly sign?: string;
  /** The key that does the same. */
  readonly keys?: string;
  /** What is said of it beside its name. */
  readonly detail?: string;
  /** Other words that people look for it with. */
  readonly keywords?: readonly string[];
}

/** A suggestion with what it does once the typed sign and query are gone. */
export interface RunnableSuggestion extends Suggestion {
  /** Given no view, it says false where it needs one. */
  run(state: EditorState, dispatch?: Dispatch, view?: EditorView): boolean;
}

/** What a sign that somebody types offers. */
export interface SuggestionSource {
  readonly sign: string;
  /** The text before the caret, to its end, where the last sign in it means this. */
  readonly opens: RegExp;
  /** A query of more letters is none. */
  readonly longest: number;
  /** Those that there are for a query; what does not fit it is left out. A promise, which keeps, where they are fetched. */
  find(
    query: string,
    state: EditorState,
  ): readonly RunnableSuggestion[] | Promise<readonly RunnableSuggestion[]>;
}

/** Those that fit the query: by the start of a word of their name first, then by other words for them. */
export function fitting(
  offered: readonly RunnableSuggestion[],
  query: string,
): readonly RunnableSuggestion[] {
  const wanted = query.trim().toLowerCase();
  return offered
    .map((suggestion) => ({ suggestion, rank: rank(suggestion, wanted) }))
    .filter((entry) => entry.rank < 3)
    .sort((a, b) => a.rank - b.rank)
    .map(({ suggestion }) => suggestion);
}

function rank({ label, keywords = [] }: Suggestion, wanted: string): number {
  const name = label.toLowerCase();
  if (name.startsWith(wanted)) return 0;
  if (name.split(" ").some((word) => word.startsWith(wanted))) return 1;
  return keywords.some((word) => word.trim().toLowerCase().startsWith(wanted)) ? 2 : 3;
}
