import type { SessionStatus } from "@quire/client";

/** What is said of a document's files that are not at the server yet, beside that status: nothing where there are none, or it says enough. */
type SaidOf = (documentId: string, status: SessionStatus, coming: number) => string | undefined;

/** The same for who shows it; undefined until somebody knows. */
export class FilesLeft {
  readonly #listeners = new Set<() => void>();
  /** The documents of what was just brought and nobody else counts yet, each as often as that. */
  readonly #coming = new Set<{ readonly documentId: string }>();
  #of: SaidOf = () => undefined;

  of(documentId: string, status: SessionStatus): string | undefined {
    const coming = [...this.#coming].filter((one) => one.documentId === documentId);
    return this.#of(documentId, status, coming.length);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** This is said from now on; told again where it may be something else. */
  become(of: SaidOf): void {
    this.#of = of;
    this.#tell();
  }

  /** Counts one that is in the page alone, until what this returns is called. */
  count(documentId: string): () => void {
    const one = { documentId };
    this.#coming.add(one);
    this.#tell();
    return () => {
      this.#coming.delete(one);
      this.#tell();
    };
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
