import type { EditorState } from "prosemirror-state";
import type { AutoformatRule } from "./autoformat-rule.ts";

/** What may be a sign, or the letter behind one; and nothing at all. */
const perhaps = /["']$|\.\.\.$|[^\s-] -- $|[\p{L}\p{N}]--[\p{L}\p{N}]$|->$|\(c\)$|[13]\/[24]\s$/iu;
const never = /(?!)/;

/** Whether signs are set as a printer sets them, and in the way of which language: English where it says only that they are. */
export type Typography = () => boolean | string;

/**
 * Signs as a printer sets them, for those that a keyboard has: quotes, dashes, dots, arrows, fractions. Asks at each sign whether
 * the person wants it. What knows them is fetched for who does.
 */
export function typographyRule(language: Typography): AutoformatRule {
  let late: typeof import("./typography-signs.ts").setSign | undefined;
  const load = () =>
    import("./typography-signs.ts").then(
      ({ setSign }) => {
        late = setSign;
        return true;
      },
      () => false, // the server is gone since: what was typed stays what it is
    );
  if (language() !== false) void load();
  return {
    get match() {
      return language() === false ? never : perhaps;
    },
    apply(state) {
      const wanted = language();
      if (wanted === false || isInBackticks(state)) return null;
      return late?.(state, wanted === true ? "en" : wanted) ?? null;
    },
    fetch: () => (late ? null : load()),
  };
}

/** What a backtick began is going to be code. */
export function isInBackticks({ selection: { $from } }: EditorState): boolean {
  const before = $from.parent.textBetween(0, $from.parentOffset, null, "\ufffc");
  return before.split("`").length % 2 === 0;
}
