/** Every word that the trash says and no other page does, in English. */
export const trashWords = {
  title: "Trash",
  text: "Deleted documents stay here until somebody restores them. You see those that you may restore.",
  empty: "Nothing here that you could restore.",
  emptyText: "A document that you own comes here when it is deleted, and can be brought back.",
  failedTitle: "The trash cannot be shown",
  deleted: (name: string | null, moment: string) =>
    name === null ? `Deleted ${inSentence(moment)}` : `Deleted by ${name} ${inSentence(moment)}`,
  begunAnew: (name: string | null, moment: string) =>
    name === null ? `Begun anew ${inSentence(moment)}` : `Begun anew by ${name} ${inSentence(moment)}`,
  inItsPlace: "Open what took its place",
  restore: "Restore",
  restoreOf: (title: string) => `Restore ${title}`,
  restored: (title: string) => `“${title}” is back`,
  open: "Open",
  showMore: "Show more",
};

/** "Yesterday" stands alone with a capital, and without one in a sentence. Weekdays and months keep theirs. */
function inSentence(moment: string): string {
  return moment.startsWith("Yesterday") ? moment.toLowerCase() : moment;
}
