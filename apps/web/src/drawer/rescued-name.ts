import { maxTitleLength } from "@quire/schema";

/** What is said of a name, as a title: the name is cut after a whole character, with "…", where all of it is too long. */
export function rescuedName(name: string, said: (name: string) => string): string {
  if (said(name).length <= maxTitleLength) return said(name);
  const room = maxTitleLength - said("…").length;
  let start = "";
  for (const { segment } of new Intl.Segmenter().segment(name)) {
    if (start.length + segment.length > room) break;
    start += segment;
  }
  return said(`${start.trimEnd()}…`);
}
