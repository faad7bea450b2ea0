import type { Hue } from "@quire/schema";

/** Every word of what is around the text while somebody writes. */
export type EditingWords = ReturnType<typeof createEnglishEditing>;

/** The words of toolbars, menus and forms around the text, in English. */
export function createEnglishEditing() {
  return {
    toolbar: "Formatting",
    dockToolbar: "Dock the toolbar above the text",
    floatToolbar: "Let the toolbar float",
    blocks: "Block type",
    mixed: "Text",
    /** What the list that a sign opens is called, and what it says where nothing fits; null where the sign is then a letter. */
    suggestions: (sign: string) => {
      switch (sign) {
        case "@":
          return { label: "Name a day or a person", nothing: null };
        case "[[":
          return { label: "Name a document", nothing: "No such document" };
        case ":":
          return { label: "Insert an emoji", nothing: null };
        default:
          return { label: "Insert a block", nothing: "No such block" };
      }
    },
    colors: "Colours",
    textColor: "Text colour",
    highlight: "Highlight",
    noColor: "None",
    hues: {
      gray: "Grey",
      red: "Red",
      orange: "Orange",
      yellow: "Yellow",
      green: "Green",
      teal: "Teal",
      blue: "Blue",
      purple: "Purple",
      pink: "Pink",
    } satisfies Record<Hue, string>,
    address: "Address",
    addressHint: "Paste or type an address",
    apply: "Apply",
    removeLink: "Remove the link",
    openLink: "Open the link",
    link: "Link",
    open: (address: string) => `Open ${address}`,
    copyAddress: "Copy the address",
    addressCopied: "Address copied",
    addressNotCopied: "The address could not be copied. Open the link and copy it there.",
    editLink: "Edit the link",
    badAddress: "This address cannot be a link. Use one that begins with https or mailto.",
  };
}
