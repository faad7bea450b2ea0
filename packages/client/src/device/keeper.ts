import { nobodysPage } from "@quire/protocol";

let keeper: string | undefined;
let isSaid = false;

/**
 * Says whose copies this page keeps on the device: each person has a database of their own, and nobody is shown, or sends,
 * what somebody else has left in this browser. To be said before anything is opened, and once, but by what forgets for
 * somebody else and says it back: who signs in anew gets another page. Undefined is nobody in particular, as everybody is
 * where nobody signs in.
 */
export function keepFor(person: string | undefined): void {
  keeper = person;
  isSaid = true;
}

/** Whose page this is: for whom it keeps copies, `nobodysPage` where it is nobody's; undefined where nobody said. */
export function pageOwner(): string | undefined {
  return isSaid ? (keeper ?? nobodysPage) : undefined;
}

/** What the database is called. */
export function keptName(): string {
  return keeper === undefined ? "quire" : `quire of ${keeper}`;
}
