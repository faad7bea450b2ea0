import { schema } from "@quire/schema";
import type { RunnableCommand } from "../commands/command.ts";
import { insertInLine } from "../inline-things.ts";
import type { KindContext } from "../kinds/kind-editing.ts";
import type { References } from "../references.ts";
import { emojiBegins } from "./emoji-rule.ts";
import type { LateEmoji } from "./late-emoji.ts";
import type { RunnableSuggestion, SuggestionSource } from "./suggestion.ts";

/** What is offered for each sign: blocks for `/`, days and people for `@`, documents for `[[`, emoji for `:`. */
export function suggestionSources(
  commands: readonly RunnableCommand[],
  { references, words }: Pick<KindContext, "references" | "words">,
  emoji: LateEmoji,
): readonly SuggestionSource[] {
  const blocks = commands.filter((command) => command.in.includes("slash"));
  // Fetched when the sign is first typed: nobody needs it to read or to write.
  let late: typeof import("./days-and-people.ts") | undefined;
  const load = async () => {
    late = await import("./days-and-people.ts");
    return late;
  };
  const offer = async (query: string) => {
    const { daysAndPeople } = await load();
    return daysAndPeople(query, references, words);
  };
  return [
    {
      sign: "/",
      opens: /(?:^|[\s\ufffc])\/$/,
      longest: 23,
      find: (_query, state) => blocks.filter((command) => command.isEnabled(state)),
    },
    ...(references.findDocuments ? [documents(references.findDocuments)] : []),
    {
      sign: "@",
      opens: /(?:^|[\s(\ufffc])@$/,
      longest: 60,
      // Where it cannot be fetched the sign is a letter like any other.
      find: (query) => late?.daysAndPeople(query, references, words) ?? offer(query).catch(() => []),
    },
    {
      sign: ":",
      opens: emojiBegins,
      longest: 40,
      find: (query) =>
        emoji.now?.emojiFor(query) ?? emoji.load().then((loaded) => loaded?.emojiFor(query) ?? []),
    },
  ];
}

function documents(findDocuments: NonNullable<References["findDocuments"]>): SuggestionSource {
  const find = async (query: string) => {
    const found = await findDocuments(query);
    return found.map(({ id, title }): RunnableSuggestion => {
      const link = schema.nodes.document_link.create({ document: id, title });
      // Whoever found it knows better whether it fits.
      return {
        id,
        label: title,
        icon: "file-text",
        keywords: [query],
        run: (state, dispatch) => insertInLine(state, link, dispatch),
      };
    });
  };
  return { sign: "[[", opens: /(?:^|[^[])\[\[$/, longest: 80, find: (query) => find(query).catch(() => []) };
}
