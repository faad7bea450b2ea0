import type { Format } from "./format.ts";

/** What is said of documents' names that a server would not take, in English. */
export function createEnglishRefusedNames(format: Format) {
  return {
    title: "Names that were not taken",
    count: (count: number) => `Names that were not taken, on this device (${format.number(count)})`,
    text: "A server would not give these names to documents. They are on this device alone, and stay here until you remove them.",
    copy: "Copy the name",
    copied: "Name copied",
    remove: "Remove",
    removed: (title: string) => `Removed “${title}”`,
  };
}
