import type { Format } from "./format.ts";

/** What is said of a document, some of whose files are not at the server yet, in English: nothing where there are none. */
export function filesLeftText(format: Format, count: number): string {
  return count === 0
    ? ""
    : format.plural(count, { one: "# file still to send", other: "# files still to send" });
}
