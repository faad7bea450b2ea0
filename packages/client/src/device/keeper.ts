let keeper: string | undefined;

/**
 * Says whose copies this page keeps on the device: each person has a database of their own, and nobody is shown, or sends,
 * what somebody else has left in this browser. To be said before anything is opened, and once: who signs in anew gets
 * another page. Where nobody signs in it is not said at all.
 */
export function keepFor(person: string | undefined): void {
  keeper = person;
}

/** Whose page this is: for whom it keeps copies; undefined where nobody said. */
export function pageOwner(): string | undefined {
  return keeper;
}

/** What the database is called. */
export function keptName(): string {
  return keeper === undefined ? "quire" : `quire of ${keeper}`;
}
