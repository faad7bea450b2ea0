/** What an error is answered with: its status, and a sentence made of its values. */
export interface ErrorKind<Values> {
  /** The HTTP status of the answer; undefined where only a start can meet it. */
  readonly status: number | undefined;
  readonly say: (values: Values) => string;
  /** Seconds until it is worth another try, where that is known. */
  readonly retryAfter?: (values: Values) => number;
}

/** A kind by its status and its sentence. */
export function kind<Values>(
  status: number | undefined,
  say: (values: Values) => string,
  retryAfter?: (values: Values) => number,
): ErrorKind<Values> {
  return { status, say, ...(retryAfter !== undefined && { retryAfter }) };
}

/** Characters of a hostile value that a sentence repeats. */
const maxQuoted = 80;

/** What a terminal obeys, or what turns a line around, beside what JSON escapes by itself. */
const unseen = /[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/gu;

/** The value in quotes on one line, cut where it is long. */
export function quote(value: string): string {
  const text = JSON.stringify(value.length > maxQuoted ? `${value.slice(0, maxQuoted)}…` : value);
  return text.replace(unseen, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
