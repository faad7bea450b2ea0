import type { Format } from "./format.ts";

/** What is said of files that a server would not take, in English. */
export function createEnglishRefusedFiles(format: Format) {
  return {
    title: "Files that were not stored",
    count: (count: number) => `Files that were not stored, on this device (${format.number(count)})`,
    text: "A server would not take these. They are on this device alone, and stay here until you remove them.",
    about: (size: number, moment: string) => `${format.bytes(size)} · ${moment}`,
    download: "Download",
    remove: "Remove",
    removed: (name: string) => `Removed “${name}”`,
  };
}
