import type { AutoformatRule } from "../autoformat-rule.ts";
import { isInBackticks } from "../typography-rules.ts";
import type { LateEmoji } from "./late-emoji.ts";

/** What may stand before an emoji's colon: nothing, a blank, a bracket, something that is no letter, another emoji. */
const before = String.raw`(?:^|[\s([{\ufffc\ufe0f\p{Extended_Pictographic}])`;

/** Where a colon and two letters ask for an emoji: not in `10:30`, not in `http:`. */
export const emojiBegins = new RegExp(`${before}:[a-z+-][\\w+-]$`, "iu");

/** A name between colons becomes its emoji; what is no name stays. */
export function emojiRule(late: LateEmoji): AutoformatRule {
  return {
    match: new RegExp(`${before}:([\\w+-]{2,40}):$`, "u"),
    apply(state, [, name = ""]) {
      const emoji = late.now?.emojiNamed(name) ?? null;
      const { from } = state.selection;
      if (emoji === null || isInBackticks(state)) return null;
      return state.tr.insertText(emoji, from - name.length - 2, from);
    },
    fetch: () => (late.now ? null : late.load().then((loaded) => loaded !== null)),
  };
}
