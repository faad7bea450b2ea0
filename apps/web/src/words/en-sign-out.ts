import type { Format } from "./format.ts";

/** The words of signing out in English. */
export function createEnglishSignOut(format: Format) {
  return {
    title: "Sign out",
    question: "What becomes of the documents that this device keeps for you?",
    remove: "Remove them from this device",
    removeHint: "Best where others use this browser. At the server nothing changes.",
    keep: "Keep them on this device",
    keepHint: "They are shown to nobody, and are here again when you sign in.",
    action: "Sign out",
    actionWithLoss: "Sign out, and lose them",
    busy: "Signing out…",
    stay: "Stay signed in",
    notDone: "You are still signed in.",
    unread:
      "This browser does not say what it keeps here. It goes once the browser answers, unless something of it is nowhere else.",
    willBeLost: "That is lost if you remove the copies now.",
    willBeKept: "It stays here, and is sent when you sign in again.",
    onPage: (titles: readonly string[]) =>
      `Only on this page, and not kept on this device: words or files in ${format.list(titles.map((title) => `“${title}”`))}. They are lost when you sign out: copy the words first, and wait for the files.`,
    /** What the server does not have. */
    unsent({
      titles,
      deeds,
      refused,
      copies,
    }: {
      titles: readonly string[];
      deeds: number;
      refused: number;
      copies: number;
    }): string {
      const parts = [
        ...(titles.length > 0
          ? [`words or files in ${format.list(titles.map((title) => `“${title}”`))}`]
          : []),
        ...(deeds > 0
          ? [
              format.plural(deeds, {
                one: "# change to your documents",
                other: "# changes to your documents",
              }),
            ]
          : []),
        ...(refused > 0
          ? [format.plural(refused, { one: "# entry of unsaved words", other: "# entries of unsaved words" })]
          : []),
        ...(copies > 0
          ? [format.plural(copies, { one: "# copy of a document", other: "# copies of documents" })]
          : []),
      ];
      return `Not at the server yet: ${format.list(parts)}.`;
    },
  };
}
