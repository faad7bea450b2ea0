/** Someone else in the document, as far as drawing a caret needs it. */
export interface RemotePerson {
  readonly name: string;
  /** 1 to 8, one of the design's hues for people. */
  readonly hue: number;
}

/** Where someone is, in y-prosemirror's terms: relative positions as JSON. Not yet resolved, not yet trusted. */
export interface RemoteCursor {
  readonly anchor: unknown;
  readonly head: unknown;
}

const hues = 8;
const longestName = 40;

/** Reads who an awareness state says it is from. The state may hold anything: what is odd is replaced, never thrown at. */
export function readPerson(state: unknown, clientId: number): RemotePerson {
  const user = field(state, "user");
  const hue = field(user, "hue");
  const isHue = typeof hue === "number" && Number.isInteger(hue) && hue >= 1 && hue <= hues;
  return { name: readName(field(user, "name")), hue: isHue ? hue : (clientId % hues) + 1 };
}

/** Reads where an awareness state says its caret is; null if it has none. */
export function readCursor(state: unknown): RemoteCursor | null {
  const cursor = field(state, "cursor");
  const anchor = field(cursor, "anchor");
  const head = field(cursor, "head");
  return anchor === undefined || head === undefined ? null : { anchor, head };
}

/** What would break the line or turn its direction. Joiners stay: emoji are made with them. */
const unprintable = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]+/gu;

/** A name short enough for a flag, in one line. */
function readName(name: unknown): string {
  if (typeof name !== "string") return "";
  const line = name
    .slice(0, 4 * longestName)
    .replace(unprintable, " ")
    .trim();
  const characters = [...new Intl.Segmenter().segment(line)].map(({ segment }) => segment);
  return characters.length > longestName ? `${characters.slice(0, longestName - 1).join("")}…` : line;
}

/** What an object has under a name; undefined for what is none. */
export function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
