/** How many files of a document are on this device and not at the server yet, for who shows it. None until somebody knows. */
export class FilesLeft {
  readonly #listeners = new Set<() => void>();
  #of = (_documentId: string): number => 0;

  of(documentId: string): number {
    return this.#of(documentId);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** They are counted so from now on; told again where the count may be another one. */
  become(of: (documentId: string) => number): void {
    this.#of = of;
    for (const listener of this.#listeners) listener();
  }
}
