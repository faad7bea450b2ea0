import { maxTitleLength } from "@quire/protocol";

/** What is said of something that was done to a document as a whole, in English: with the first such deed. */
export const deedWords = {
  notCreated: "The document was not created.",
  notRenamed: "The title was not changed.",
  titleTooLong: (length: number) =>
    `The title has ${length} characters, and room for ${maxTitleLength}. Make it shorter, or press Escape to leave it as it was.`,
  notMoved: (title: string) => `“${title}” was not moved.`,
  notDeleted: (title: string) => `“${title}” was not deleted.`,
  notRestored: (title: string) => `“${title}” was not brought back.`,
  movedToTrash: (title: string) => `Moved “${title}” to trash`,
};
