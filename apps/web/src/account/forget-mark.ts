const prefix = "quire-forget ";

/** Where this browser's storage says that the copies of somebody are to go. */
export function forgetMark(person: string): string {
  return prefix + person;
}

/** Whom it says that of, each with where it stands. */
export function marked(storage: Storage | undefined): readonly (readonly [key: string, person: string])[] {
  return Object.keys(storage ?? {})
    .filter((key) => key.startsWith(prefix))
    .map((key) => [key, key.slice(prefix.length)] as const);
}

/** The server has said who is signed in: a sign-out of theirs that was to take their copies away has not come about. */
export function staysSignedIn(person: string | undefined, storage: Storage | undefined): void {
  if (person !== undefined) storage?.removeItem(forgetMark(person));
}
