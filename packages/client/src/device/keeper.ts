import { nobodysPage } from "@quire/protocol";

let keeper: string | undefined;
let isSaid = false;

/**
 * Says whose copies this page keeps on the device: each person has a database of their own, and nobody is shown, or sends,
 * what somebody else has left in this browser. To be said before anything is opened; who signs in anew gets another page, or
 * one in which nothing is open any more. Undefined is nobody in particular, as everybody is where nobody signs in.
 */
export function keepFor(person: string | undefined): void {
  keeper = person;
  isSaid = true;
}

/** Whose page this is: for whom it keeps copies, `nobodysPage` where it is nobody's; undefined where nobody said. */
export function pageOwner(): string | undefined {
  return isSaid ? (keeper ?? nobodysPage) : undefined;
}

/** What the database is called: this page's, or that of a person's pages. */
export function keptName(person = keeper): string {
  return person === undefined ? "quire" : `quire of ${person}`;
}
