import type { SessionStatus } from "@quire/client";
import type { Words } from "./words/en.ts";

/** What is said of a document's files that are not at the server yet, beside that status: nothing where there are none, or it says enough. */
type SaidOf = (documentId: string, status: SessionStatus, coming: number) => string | undefined;

/** The same for who shows it; undefined until somebody knows. */
export class FilesLeft {
  readonly #words: Words["status"];
  readonly #listeners = new Set<() => void>();
  /** The documents of what was just brought and nobody else counts yet, each as often as that. */
  readonly #coming = new Set<{ readonly documentId: string }>();
  #of: SaidOf = () => undefined;

  constructor({ status }: Pick<Words, "status">) {
    this.#words = status;
  }

  of(documentId: string, status: SessionStatus): string | undefined {
    const coming = [...this.#coming].filter((one) => one.documentId === documentId);
    const said = this.#of(documentId, status, coming.length);
    return said ?? (coming.length > 0 ? this.#uncounted(status) : undefined);
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

  /** Of a file that the page alone has nothing better is said than of words that are there alone. */
  #uncounted({ state }: SessionStatus): string {
    const { saving, notKept, failingNotKept } = this.#words;
    if (state === "offline") return notKept;
    if (state === "failing") return failingNotKept;
    return state === "saved" ? saving : "";
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
