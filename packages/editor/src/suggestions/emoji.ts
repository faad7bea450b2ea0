import { gemoji } from "gemoji";
import type { RunnableSuggestion } from "./suggestion.ts";

type Emoji = (typeof gemoji)[number];

const most = 20;

/** The emoji whose names, as GitHub has them, or other words begin so; those that are called so come first. */
export function emojiFor(query: string): readonly RunnableSuggestion[] {
  const wanted = query.toLowerCase();
  if (!/^[\w+-]{2,}$/.test(wanted)) return [];
  return gemoji
    .map((emoji) => ({ emoji, name: nameFor(emoji, wanted), rank: rank(emoji, wanted) }))
    .filter((entry) => entry.rank < 4)
    .sort((a, b) => a.rank - b.rank)
    .slice(0, most)
    .map(({ emoji, name }) => suggestion(emoji.emoji, name, query));
}

/** The emoji of a name, as a letter; null where there is none. */
export function emojiNamed(name: string): string | null {
  const wanted = name.toLowerCase();
  return gemoji.find(({ names }) => names.includes(wanted))?.emoji ?? null;
}

function rank({ names, tags, description }: Emoji, wanted: string): number {
  if (names.includes(wanted)) return 0;
  if (names.some((name) => name.startsWith(wanted))) return 1;
  const words = [...names.flatMap((name) => name.split("_")), ...description.toLowerCase().split(" ")];
  if (words.some((word) => word.startsWith(wanted))) return 2;
  return tags.some((tag) => tag.startsWith(wanted)) ? 3 : 4;
}

/** The name that was meant, where it has several. */
function nameFor({ names, description }: Emoji, wanted: string): string {
  return names.find((name) => name.startsWith(wanted)) ?? names[0] ?? description;
}

function suggestion(sign: string, name: string, query: string): RunnableSuggestion {
  return {
    id: `emoji-${name}`,
    label: name,
    icon: "smile",
    sign,
    keywords: [query],
    run: (state, dispatch) => {
      dispatch?.(state.tr.insertText(sign).scrollIntoView());
      return true;
    },
  };
}
