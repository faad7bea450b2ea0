import { createFormat, type Format } from "./format.ts";

/** Every word that the pages say. A language is a function that gives one of these. */
export type Words = ReturnType<typeof createEnglish>;

/** The pages in English; `locale` says whose dates and numbers, as "en-GB". */
export function createEnglish(locale = "en", timeZone?: string) {
  const format = createFormat(locale, "just now", timeZone);
  return {
    format,
    common: common(),
    library: library(format),
    document: documentPage(format),
    status: status(),
    refusal: refusal(),
    editor: editor(),
    failure: failure(format),
  };
}

function common() {
  return {
    product: "Quire",
    untitled: "Untitled",
    cancel: "Cancel",
    close: "Close",
    save: "Save",
    undo: "Undo",
    tryAgain: "Try again",
    reload: "Reload",
    more: "More",
    backToLibrary: "Back to the documents",
    loading: "Loading…",
    theme: "Theme",
    themeSystem: "As this device",
    themeLight: "Light",
    themeDark: "Dark",
    notifications: "Messages",
    missingTitle: "There is nothing here",
    missingText: "The address may have a typing mistake in it, or what was here has moved.",
  };
}

function library(format: Format) {
  return {
    title: "Documents",
    morning: "Good morning",
    afternoon: "Good afternoon",
    evening: "Good evening",
    newDocument: "New document",
    import: "Import…",
    openNow: "Open now",
    recent: "Recent",
    all: "All documents",
    showMore: "Show more",
    rename: "Rename",
    delete: "Delete",
    actionsFor: (title: string) => `Actions for ${title}`,
    titleOf: (title: string) => `Title of ${title}`,
    emptyTitle: "Your documents go here",
    emptyText: "Start one, or drop Markdown files anywhere on this page.",
    emptySheet: "Nothing written yet",
    changed: startOfSentence,
    edited: (moment: string) => `Edited ${inSentence(moment)}`,
    oneHere: (name: string) => `${name} is here`,
    manyHere: (count: number) => format.plural(count, { one: "# person here", other: "# people here" }),
    movedToTrash: (title: string) => `Moved “${title}” to trash`,
    restored: (title: string) => `Brought back “${title}”`,
    dropHere: "Drop Markdown files to import them",
    importing: (done: number, all: number) =>
      all === 1 ? "Importing…" : `Importing ${format.number(done)} of ${format.number(all)}…`,
    imported: (count: number) =>
      format.plural(count, { one: "# document imported", other: "# documents imported" }),
    notLive: "The server cannot be reached, so this list may be old. It comes back by itself.",
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
    morePeople: (count: number) => `${format.number(count)} more`,
    you: (name: string) => `${name} (you)`,
    away: (name: string) => `${name}, away`,
    awayShort: "Away",
    changeName: (name: string) => `${name} (you), change name`,
    yourName: "Your name",
    nameEmpty: "A name has at least one letter or number.",
    menu: "Document menu",
    exportMarkdown: "Export as Markdown",
    exportHtml: "Export as HTML",
    exportText: "Export as text",
    copyLink: "Copy link",
    linkCopied: "Link copied",
    linkNotCopied: "The link could not be copied. It is in the address bar.",
    shortcuts: "Keyboard shortcuts",
    delete: "Delete document",
    lost: (name: string | undefined) =>
      name === undefined
        ? "What you were writing in was removed. Your words:"
        : `${name} removed what you were writing in. Your words:`,
    putBack: "Put my words back",
    readOnly: "You can read this document, not change it",
  };
}

function status() {
  return {
    connecting: "Connecting…",
    saving: "Saving…",
    saved: "Saved",
    kept: "Offline, kept on this device",
    notKept: "Offline, not kept on this device yet: keep this page open",
    offline: "Offline",
    notSaved: "Not saved",
    closed: "Not connected",
    deleted: "Deleted",
    replaced: "Replaced",
  };
}

function refusal() {
  return {
    restore: "Bring this back",
    copyText: "Copy the text",
    textCopied: "Text copied",
    textNotCopied: "The text could not be copied. Select it and copy it by hand.",
    openReplacement: "Open the new document",
    unsent:
      "Your latest words did not reach the server. They are still on this page: copy them before you leave.",
    notFoundTitle: "There is no such document",
    notFoundText: "The link may be incomplete. Ask whoever sent it, or look in your documents.",
    goneTitle: "This document was deleted",
    goneText: "It is in the trash, with all its words, and can be brought back.",
    replacedTitle: "This document was replaced by a new one",
    replacedText: "What is written here goes nowhere any more. Go on in the new document.",
    forbiddenTitle: "You may not open or change this document",
    forbiddenText: "Ask its owner to let you in.",
    unknownYouTitle: "The server does not know who you are",
    unknownYouText: "Reload the page to say so again.",
    oldPageTitle: "This page is older than the document",
    oldPageText: "Quire was updated while this page was open. Reload to go on.",
    tooLargeTitle: "The server did not take the last change: it is too large",
    tooLargeText: "A change may have 4 MB. Copy what you pasted, reload, and put it in in smaller parts.",
    invalidTitle: "The server did not take the last change",
    invalidText: "It found something in it that no page of Quire sends. Copy your text and reload.",
    otherTitle: "The server ended the connection",
    otherText: (reason: string) =>
      reason === "" ? "Reload to try again." : `It said: ${reason}. Reload to try again.`,
  };
}

function editor() {
  return {
    toolbar: "Formatting",
    blocks: "Block type",
    mixed: "Text",
    insertBlock: "Insert a block",
    nothingFound: "No such block",
    address: "Address",
    addressHint: "Paste or type an address",
    apply: "Apply",
    removeLink: "Remove the link",
    openLink: "Open the link",
    badAddress: "This address cannot be a link. Use one that begins with https or mailto.",
    language: "Language of the code",
    toToolbar: "Go to the formatting toolbar",
    toMessages: "Go to the messages",
    toShortcuts: "Show these shortcuts",
  };
}

function failure(format: Format) {
  return {
    unreachable: "The server cannot be reached. Nothing was changed. Check the connection and try again.",
    unknown: "Something went wrong and nothing was changed. Try again.",
    listTitle: "The documents cannot be shown",
    notCreated: "The document was not created.",
    notRenamed: "The title was not changed.",
    notDeleted: (title: string) => `“${title}” was not deleted.`,
    notRestored: (title: string) => `“${title}” was not brought back.`,
    nameNotChanged: "Your name was not changed.",
    notImported: (name: string) => `“${name}” was not imported.`,
    notMarkdown: (name: string) =>
      `“${name}” was not imported: it is no Markdown or text file. Choose files that end in .md, .markdown or .txt.`,
    notText: (name: string) =>
      `“${name}” was not imported: it holds something else than text. Save it as UTF-8 text and try again.`,
    tooLarge: (name: string, size: number, limit: number) =>
      `“${name}” was not imported: it has ${format.bytes(size)} and a document to import may have ${format.bytes(limit)}. Split it and import the parts.`,
    notLoaded: "This part of the page could not be fetched. Check the connection, or reload the page.",
    pageBroken: "This page cannot be shown",
    pageBrokenText: "What was saved is safe on the server. Reload to go on.",
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
