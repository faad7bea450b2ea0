import type { Format } from "./format.ts";

/** What is said about moving a document below another one, in English. */
export function createEnglishMove(format: Format) {
  return {
    title: (name: string) => `Move “${name}”`,
    to: (name: string) => `Move “${name}” to`,
    hint: "Search for a document to move it to",
    topLevel: "Top level",
    nothing: "There is no such document to move it to",
    results: (count: number) => format.plural(count, { one: "# place", other: "# places" }),
    moved: (name: string, place: string) => `Moved “${name}” to “${place}”`,
    movedToTop: (name: string) => `Moved “${name}” to the top level`,
  };
}
