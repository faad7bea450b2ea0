import { createFormat, type Format } from "./format.ts";

/** Every word that the pages say. A language is a function that gives one of these. */
export type Words = ReturnType<typeof createEnglish>;

/** The pages in English; `locale` says whose dates and numbers, as "en-GB". */
export function createEnglish(locale = "en", timeZone?: string) {
  const format = createFormat(locale, "just now", timeZone);
  return {
    format,
    common: common(),
    document: documentPage(format),
    status: status(format),
    failure: failure(),
    /** The words of what is fetched later. */
    loadTools: async () => (await import("./en-tools.ts")).createEnglishTools(format),
  };
}

function common() {
  return {
    product: "Quire",
    untitled: "Untitled",
    close: "Close",
    undo: "Undo",
    tryAgain: "Try again",
    reload: "Reload",
    more: "More",
    newDocument: "New document",
    backToLibrary: "Back to the documents",
    loading: "Loading…",
    theme: "Theme",
    notifications: "Messages",
  };
}

function documentPage(format: Format) {
  return {
    title: "Title",
    text: "Text",
    placeholder: "Write, or type / for blocks",
    words: (count: number) => format.plural(count, { one: "# word", other: "# words" }),
    minutes: (count: number) => format.plural(count, { one: "# min read", other: "# min read" }),
    peopleHere: (count: number) => format.plural(count, { one: "# person here", other: "# people here" }),
    people: "People here",
    morePeople: (count: number) => `+${format.number(count)} more, show everybody`,
    editing: "Editing",
    viewing: "Viewing",
    idle: "Idle",
    away: "Away",
    inState: (name: string, isGuest: boolean | undefined, state: string) =>
      `${name}, ${isGuest === true ? "guest, " : ""}${state.toLowerCase()}`,
    changeName: (name: string) => `${name} (you), change name`,
    menu: "Document menu",
    outline: "Outline",
    notHere: "This document is not on this device. It is shown when the server can be reached.",
    share: "Share",
    viewOnly: "View only",
  };
}

function status(format: Format) {
  return {
    connecting: "Connecting…",
    saving: "Saving…",
    part: ({ saved, total }: { readonly saved: number; readonly total: number }) =>
      `${format.bytes(saved)} of ${format.bytes(total)}`,
    coming: (percent: number) => `${percent}% is here`,
    saved: "Saved",
    kept: "Offline, kept on this device",
    notKept: "Offline, not kept on this device yet: keep this page open",
    offline: "Offline",
    failing: "The server cannot save now, kept on this device",
    failingNotKept: "The server cannot save now, nor can this device: keep this page open",
    stay: (text: string) => `${text}. Keep this page open: without the server it could not be opened again.`,
    notSaved: "Not saved",
    closed: "Not connected",
    missing: "Not on the server",
    deleted: "Deleted",
    replaced: "Replaced",
  };
}

function failure() {
  return {
    unreachable: "The server cannot be reached. Nothing was changed. Check the connection and try again.",
    unknown: "Something went wrong and nothing was changed. Try again.",
    notLoaded: "This part of the page could not be fetched. Check the connection, or reload the page.",
    notFetched: "What sends it could not be fetched. It is tried again while this page is open.",
    pageBroken: "This page cannot be shown",
    pageBrokenText: "What was saved is safe on the server. Reload to go on.",
  };
}
