import type { Format } from "./format.ts";

/** The words of what is fetched when it is first called. */
export type ToolWords = ReturnType<typeof createEnglishTools>;

/** Find bar, outline, others beside the text, palette, shortcuts, refusals and what they leave in English. */
export function createEnglishTools(format: Format) {
  return {
    own: own(),
    find: find(format),
    outline: outline(format),
    presence: presence(format),
    palette: palette(format),
    shortcuts: shortcuts(),
    uploads: uploads(),
    importing: importing(format),
    hands: hands(),
    refusal: refusal(),
    drawer: drawer(format),
    device: device(format),
    version: version(),
  };
}

/** What is done with a document as a whole. */
function own() {
  return {
    exportMarkdown: "Export as Markdown",
    exportHtml: "Export as HTML",
    exportText: "Export as text",
    share: "Share…",
    copyAddress: "Copy address",
    addressCopied: "Address copied. It opens for people with access.",
    linkCopied: "Link copied",
    linkNotCopied: "The address could not be copied. It is in the address bar.",
    shortcuts: "Keyboard shortcuts",
    find: "Find and replace",
    findOnly: "Find",
    commands: "Commands",
    delete: "Delete document",
    typography: "Smart quotes and dashes",
  };
}

function find(format: Format) {
  return {
    title: "Find in this document",
    find: "Find",
    replace: "Replace",
    replaceWith: "Replace with",
    replaceAll: "Replace all",
    showReplace: "Replace…",
    matchCase: "Match case",
    wholeWord: "Whole words",
    regex: "Regular expression",
    next: "Next",
    previous: "Previous",
    close: "Close",
    place: (place: number, total: number) => `${format.number(place)} of ${format.number(total)}`,
    total: (total: number) => format.plural(total, { one: "# found", other: "# found" }),
    none: "Not found",
    searching: "Searching…",
    replaced: (count: number) => format.plural(count, { one: "# replaced", other: "# replaced" }),
    invalid: (reason: string) => `This expression cannot be read: ${reason}`,
    slow: "This expression takes too long here. Make it simpler, or search for plain text.",
    failed: "Expressions cannot be tried in this browser. Search for plain text.",
  };
}

function presence(format: Format) {
  return {
    following: (name: string) => `Following ${name}`,
    stopFollowing: "Stop",
    stopped: (name: string) => `No longer following ${name}`,
    left: (name: string) => `${name} has left`,
    above: (names: readonly string[]) => `${format.number(names.length)} above: ${format.list(names)}`,
    below: (names: readonly string[]) => `${format.number(names.length)} below: ${format.list(names)}`,
  };
}

function outline(format: Format) {
  const words = (count: number) => format.plural(count, { one: "# word", other: "# words" });
  const characters = (count: number) => format.plural(count, { one: "# character", other: "# characters" });
  return {
    title: "Outline",
    show: "Show the outline",
    hide: "Hide the outline",
    empty: "Headings of the text go here.",
    words,
    characters,
    selectedWords: (count: number, all: number) => `${format.number(count)} of ${words(all)}`,
    selectedCharacters: (count: number, all: number) => `${format.number(count)} of ${characters(all)}`,
  };
}

function palette(format: Format) {
  return {
    trash: "Trash",
    title: "Commands and documents",
    hint: "Search for a command or a document",
    documents: "Documents",
    page: "This page",
    text: "Text",
    block: "Blocks",
    insert: "Insert",
    history: "Changes",
    nothing: "Nothing has this name",
    results: (count: number) => format.plural(count, { one: "# result", other: "# results" }),
    theme: (name: string) => `Theme: ${name}`,
    typography: (name: string, isOn: boolean) => `${name}: ${isOn ? "off" : "on"}`,
    keep: (name: string, isOn: boolean) => `${name}: ${isOn ? "off" : "on"}`,
    open: "Commands…",
  };
}

function importing(format: Format) {
  return {
    imported: (count: number) =>
      format.plural(count, { one: "# document imported", other: "# documents imported" }),
    notImported: (name: string) => `“${name}” was not imported.`,
    notMarkdown: (name: string) =>
      `“${name}” was not imported: it is no Markdown or text file. Choose files that end in .md, .markdown or .txt.`,
    notText: (name: string) =>
      `“${name}” was not imported: it holds something else than text. Save it as UTF-8 text and try again.`,
    tooLarge: (name: string, size: number, limit: number) =>
      `“${name}” was not imported: it has ${format.bytes(size)} and a document to import may have ${format.bytes(limit)}. Split it and import the parts.`,
  };
}

function uploads() {
  return {
    offline:
      "A connection is needed for it. It is tried again when there is one, if this page is still open.",
    unreachable: "The server cannot be reached. It is tried again when it can, if this page is still open.",
    ended: "It was ended.",
    notNamed: (title: string) => `The document was not renamed to “${title}”.`,
    nameKeptHere: "The name is kept on this device, with the unsaved words.",
    wordsKeptHere: "What was written in it is kept on this device.",
    notStored: (name: string) => `“${name}” was not stored at the server.`,
    notPlaced: (name: string) =>
      `“${name}” could not be put into its document, and is on this page alone: download it before you leave the page.`,
    keptHere: "It is kept on this device.",
    download: "Download it",
  };
}

function shortcuts() {
  return {
    selectAll: "Select the block, then everything",
    newLine: "New line in the same block",
    redoToo: "Redo",
    leave: "Leave the text, with Tab after it",
    slash: "Insert a block, at the start of a line or after a space",
    at: "Name a day or a person, the same",
    document: "Name another document",
    emoji: "Insert an emoji, with letters of its name",
    findNext: "Next hit",
    findPrevious: "Previous hit",
    toToolbar: "Go to the formatting toolbar",
    toTable: "Go to the menus of the table",
    toLink: "Go to what can be done with the link",
    toMessages: "Go to the messages",
    toShortcuts: "Show these shortcuts",
  };
}

function hands() {
  return {
    add: "Add a block below",
    grip: "Drag to move, press for what can be done",
    menu: "Block menu",
    turnInto: "Turn into",
    copyLink: "Copy link to block",
  };
}

function refusal() {
  return {
    restore: "Bring this back",
    copyText: "Copy the text",
    openReplacement: "Open the new document",
    unsent:
      "Your latest words did not reach the server, and are not kept on this device yet. They are on this page: copy or download them before you leave it.",
    unsentKept: "Your latest words did not reach the server. They are kept on this device.",
    showKept: "Show them",
    copyNotKept:
      "What is here of it is on this page alone, and not kept on this device yet: copy or download it before you leave the page.",
    download: "Download as Markdown",
    copyKept: "What this device has of it is kept here, until you remove it.",
    showCopy: "Show it",
    withoutThem: "Go on without them",
    notFoundTitle: "There is no such document",
    notFoundText: "The link may be incomplete. Ask whoever sent it, or look in your documents.",
    missingTitle: "The server does not have this document",
    missingText: "It may have been set back to an earlier state. Whoever runs it can tell you.",
    goneTitle: "This document was deleted",
    goneText: "It is in the trash, with all its words, and can be brought back.",
    replacedTitle: "This document was replaced by a new one",
    replacedText: "What is written here goes nowhere any more. Go on in the new document.",
    forbiddenTitle: "You may not open this document, or it is not there",
    forbiddenText: "Who owns it decides who may open it.",
    readOnlyTitle: "You may read this document, and not change it",
    readOnlyText: "Who owns it decides who may write in it, and may have changed that.",
    takenTitle: "You may not open this document any more",
    takenText: "An owner changed who has access to it, or the server does not have it any more.",
    signedOutText: "You are signed out here, or the link that you came by has ended.",
    unknownYouTitle: "The server does not know who you are",
    unknownYouText: "Reload the page to say so again.",
    oldPageTitle: "This page is older than the document",
    oldPageText: "Quire was updated while this page was open. Reload to go on.",
    fullTitle: "There is no room for more text on this server",
    fullText: "You can read, and delete. Ask who runs this server for more room, then reload.",
    tooLargeTitle: "The server did not take the last change: it is too large",
    tooLargeText: "A change may have 4 MB. Copy what you pasted, reload, and put it in in smaller parts.",
    invalidTitle: "The server did not take the last change",
    invalidText: "It found something in it that no page of Quire sends. Copy your text and reload.",
    otherTitle: "The server ended the connection",
    otherText: (reason: string) =>
      reason === "" ? "Reload to try again." : `It said: ${reason}. Reload to try again.`,
  };
}

function drawer(format: Format) {
  return {
    textCopied: "Text copied",
    textNotCopied: "The text could not be copied. Select it and copy it by hand.",
    title: "Unsaved words",
    command: "Unsaved words on this device",
    count: (count: number) => `Unsaved words on this device (${format.number(count)})`,
    text: "A server would not take these. They are on this device alone, and stay here until you remove them.",
    empty: "There are none on this device. What a server does not take is kept here.",
    copies: "Copies of documents",
    countCopies: (count: number) => `Copies of documents, on this device (${format.number(count)})`,
    copiesText:
      "The server does not have these documents, or does not open them for you any more. They are as this device had them last, and stay here until you remove them.",
    unreadable: "What is kept on this device cannot be read now. Reload the page to try again.",
    arrived: "By now all of these words are saved in the document.",
    inNewDocument: "These words are in a new document, too.",
    openNew: "Open it",
    open: "Open",
    view: "What is shown",
    againstNow: "Compared with what is there now",
    againstBefore: "Compared with what was saved last",
    allWords: "All words",
    nothingMore: "Nothing is here that is not in the document, too.",
    nothingMoreBefore: "No words were added since it was saved last.",
    sameLines: (count: number) =>
      format.plural(count, { one: "# block that is the same", other: "# blocks that are the same" }),
    makeDocument: "Make a new document",
    made: (title: string, missing: number) =>
      missing === 0
        ? `Made “${title}”`
        : `Made “${title}”. ${format.plural(missing, {
            one: "# picture or file of it could not be taken along.",
            other: "# pictures or files of it could not be taken along.",
          })}`,
    rescued: (title: string) => `${title} (unsaved words)`,
    rescuedCopy: (title: string) => `${title} (copy)`,
    putBack: "Put it back on the server",
    notPutBack: "The document was not put back.",
    download: "Download as Markdown",
    retry: "Try to save them again",
    openDocument: "Open the document",
    remove: "Remove",
    removed: (title: string) => `Removed the unsaved words of “${title}”`,
    removedCopy: (title: string) => `Removed the copy of “${title}”`,
  };
}

function device(format: Format) {
  const documents = (count: number) => format.plural(count, { one: "# document", other: "# documents" });
  const changes = (count: number) => format.plural(count, { one: "# change", other: "# changes" });
  return {
    title: "On this device",
    empty: "Documents go here as you open them, so that you can go on without a connection.",
    kept: (count: number, bytes: number) => `${documents(count)} kept, ${format.bytes(bytes)}`,
    space: (used: number, quota: number) =>
      `This site uses ${format.bytes(used)} of the ${format.bytes(quota)} that the browser gives it.`,
    isPersistent: "The browser clears none of it by itself.",
    isNotPersistent:
      "If this device runs out of space, the browser may clear all of it, pinned documents too.",
    opened: (moment: string) => `Opened ${moment.startsWith("Yesterday") ? moment.toLowerCase() : moment}`,
    isOpen: "Open now",
    unsent: "Changes not sent yet",
    notWhole: "Not complete yet",
    pin: (title: string) => `Keep “${title}” on this device`,
    remove: (title: string) => `Remove “${title}” from this device`,
    removed: (title: string) => `“${title}” is not kept on this device any more`,
    isOpenElsewhere: (title: string) =>
      `“${title}” is open. Close it first, then remove it from this device.`,
    loses: "Changes in it have not reached the server. Nobody could bring them back.",
    loseThem: "Remove, and lose them",
    keepIt: "Keep it",
    pinned: (title: string) => `“${title}” stays on this device`,
    pinnedUntilFull: (title: string) =>
      `“${title}” stays on this device, unless it runs out of space: the browser has not promised to keep it`,
    pinnedLater: (title: string) =>
      `“${title}” comes to this device when there is a connection and you open it`,
    unpinned: (title: string) => `“${title}” stays on this device for as long as you open it now and then`,
    notKept: "This browser keeps nothing here, so nothing can be opened without a connection.",
    failed: "The browser could not do this. Its storage may be full, or closed to this page.",
    notFetched:
      "Part of this page could not be fetched. What you write is saved as ever. Files that wait on this device are sent once it is here: reload the page when it suits you.",
    arrived: (count: number, names: readonly string[], hasOthers: boolean, hasOwn: boolean) => {
      const people = hasOthers ? [...names, names.length > 0 ? "others" : "other people"] : names;
      const theirs = `While you were offline: ${changes(count)} by ${format.list(people)}.`;
      return hasOwn ? `${theirs} Yours are saved too.` : theirs;
    },
    ownSaved: "Your changes from offline are saved.",
    show: "Show",
  };
}

function version() {
  return {
    other: "Quire was updated. This page is still the one from before: reload it when it suits you.",
  };
}
