import type { Token } from "./tokens.ts";

/** Where tokens are in a code that was changed in one place, until they are found anew: those that the change is in grow with it. */
export function moveTokens(tokens: readonly Token[], before: string, after: string): readonly Token[] {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start++;
  let same = 0;
  while (same < most - start && before.at(-1 - same) === after.at(-1 - same)) same++;
  const end = before.length - same;
  const by = after.length - before.length;
  return tokens.flatMap((token) => {
    const { from, to } = token;
    if (to <= start) return token;
    if (from >= end) return { ...token, from: from + by, to: to + by };
    return from < start && to > end ? { ...token, to: to + by } : [];
  });
}
