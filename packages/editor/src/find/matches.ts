/** A place in a text that an expression fits, and what its groups caught. */
export interface Match {
  readonly index: number;
  readonly text: string;
  readonly groups?: readonly (string | undefined)[];
  readonly named?: Readonly<Record<string, string | undefined>>;
}

/** All matches of an expression in a text, one after the other. Those of no letters are none. */
export function matchesIn(expression: RegExp, text: string): readonly Match[] {
  const found: Match[] = [];
  for (const match of text.matchAll(expression)) {
    const [whole, ...groups] = match;
    if (whole === "") continue;
    found.push({
      index: match.index,
      text: whole,
      ...(groups.length > 0 && { groups }),
      ...(match.groups && { named: { ...match.groups } }),
    });
  }
  return found;
}
