import { maxTitleLength } from "@quire/protocol";

/** What is said of words that lost their place, and of those that a title has no room for, in English. */
export const spareWords = {
  lost: (name: string | undefined) =>
    name === undefined
      ? "What you were writing in was removed. Your words:"
      : `${name} removed what you were writing in. Your words:`,
  putBack: "Put my words back",
  titleFull: `The title is full: it has room for ${maxTitleLength} characters.`,
  restInText: `The title has room for ${maxTitleLength} characters. The rest is at the start of the text.`,
};
