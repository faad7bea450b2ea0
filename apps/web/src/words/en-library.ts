import type { Format } from "./format.ts";

/** Every word that the library says and no other page does. */
export type LibraryWords = ReturnType<typeof createEnglishLibrary>;

/** The library's words in English. */
export function createEnglishLibrary(format: Format) {
  return {
    title: "Documents",
    failedTitle: "The documents cannot be shown",
    morning: "Good morning",
    afternoon: "Good afternoon",
    evening: "Good evening",
    import: "Import…",
    openNow: "Open now",
    openAndRecent: "Open now and recent",
    recent: "Recent",
    all: "All documents",
    showMore: "Show more",
    trash: "Trash",
    rename: "Rename",
    move: "Move to…",
    delete: "Delete",
    actionsFor: (title: string) => `Actions for ${title}`,
    below: (title: string) => `in ${title}`,
    titleOf: (title: string) => `Title of ${title}`,
    emptyTitle: "Your documents go here",
    emptyText: "Start one, or drop Markdown files anywhere on this page.",
    emptySheet: "Nothing written yet",
    changed: startOfSentence,
    edited: (moment: string) => `Edited ${inSentence(moment)}`,
    guestTitle: "Documents that you are invited to go here",
    guestText: "Open the link that somebody gave you.",
    oneHere: (name: string, isGuest: boolean) => (isGuest ? `${name} (guest) is here` : `${name} is here`),
    manyHere: (count: number) => format.plural(count, { one: "# person here", other: "# people here" }),
    dropHere: "Drop Markdown files to import them",
    importing: (done: number, all: number) =>
      all === 1 ? "Importing…" : `Importing ${format.number(done)} of ${format.number(all)}…`,
    offline:
      "Offline: these are the documents as this device knows them. What you do here is sent when the server can be reached.",
    notHere: "Not on this device",
    notLive: "News does not come through at the moment: this list may be half a minute old.",
  };
}

/** "just now" begins a line of its own with a capital. */
function startOfSentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** "Yesterday" stands alone with a capital, and without one in a sentence. Weekdays and months keep theirs. */
function inSentence(moment: string): string {
  return moment.startsWith("Yesterday") ? moment.toLowerCase() : moment;
}
