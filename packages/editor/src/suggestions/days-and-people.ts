import { isDay, schema, writeDate } from "@quire/schema";
import { insertInLine } from "../inline-things.ts";
import { dayFromToday } from "../kinds/date.ts";
import type { NamedPerson, References } from "../references.ts";
import type { EditorWords } from "../words.ts";
import type { RunnableSuggestion } from "./suggestion.ts";

/** What `@` offers: the days around this one, the day that the query names, and the people who are here. */
export function daysAndPeople(
  query: string,
  { people }: References,
  { today, tomorrow, yesterday }: EditorWords,
  now: Date = new Date(),
): readonly RunnableSuggestion[] {
  const near = [
    [today, 0],
    [tomorrow, 1],
    [yesterday, -1],
  ] as const;
  const days = near.map(([label, days]): RunnableSuggestion => {
    const day = dayFromToday(days, now);
    return { ...daySuggestion(day), id: `day-${days}`, label, detail: writeDate(day), keywords: [day] };
  });
  const named = namedDay(query, now);
  const all = named === null ? days : [...days, { ...daySuggestion(named), keywords: [query] }];
  return [...all, ...people().map(personSuggestion)];
}

function daySuggestion(date: string): RunnableSuggestion {
  return {
    id: `day-${date}`,
    label: writeDate(date),
    icon: "calendar",
    run: (state, dispatch) => insertInLine(state, schema.nodes.date.create({ date }), dispatch),
  };
}

function personSuggestion({ id, name }: NamedPerson): RunnableSuggestion {
  const mention = schema.nodes.mention.create({ person: id, name });
  return {
    id: `person-${id}`,
    label: name,
    icon: "user-round",
    run: (state, dispatch) => insertInLine(state, mention, dispatch),
  };
}

/**
 * The day that is meant by `2026-12-24`, `24 dec`, `December 24` or `24 dec 2027`, also while that is being typed: what
 * is not said of it is as it is now, and a month alone begins with its first day.
 */
export function namedDay(query: string, now: Date): string | null {
  const text = query.trim();
  if (isDay(text)) return text;
  const [, before, name, after, year = ""] =
    /^(?:(\d{1,2})\.? ?)?([a-z]*)\.?(?: (\d{1,2}))?,?(?: (\d{1,4}))?$/i.exec(text) ?? [];
  const date = before ?? after ?? "1";
  const isNamed = name !== undefined && name.length >= (before === undefined ? 3 : 1);
  const month = isNamed ? monthOf(name) : now.getMonth() + 1;
  if (month === 0 || (!isNamed && (before === undefined || name !== ""))) return null;
  const years = year.length === 4 ? year : String(now.getFullYear());
  const day = `${years}-${String(month).padStart(2, "0")}-${date.padStart(2, "0")}`;
  return isDay(day) ? day : null;
}

/** The first month that begins so, from 1; 0 for none. */
function monthOf(name: string): number {
  return months.findIndex((month) => month.startsWith(name.toLowerCase())) + 1;
}

const months = "january february march april may june july august september october november december".split(
  " ",
);
