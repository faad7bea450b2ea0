/** What is said of a document's files that are on this device and not at the server yet: nothing where there are none. */
type SaidOf = (documentId: string) => string | undefined;

/** The same for who shows it; undefined until somebody knows. */
export class FilesLeft {
  readonly #listeners = new Set<() => void>();
  #of: SaidOf = () => undefined;

  of(documentId: string): string | undefined {
    return this.#of(documentId);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** This is said from now on; told again where it may be something else. */
  become(of: SaidOf): void {
    this.#of = of;
    for (const listener of this.#listeners) listener();
  }
}
