import type { Wake } from "@quire/client";

/** Somebody who looks at the page or does not, and a network that is there again, when the test says so. */
export class Waking implements Wake {
  isHidden = false;
  readonly #listeners = new Set<() => void>();

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** How many listen. */
  get listeners(): number {
    return this.#listeners.size;
  }

  call(): void {
    for (const listener of this.#listeners) listener();
  }

  /** The page is looked at no more. */
  hide(): void {
    this.isHidden = true;
  }

  show(): void {
    this.isHidden = false;
    this.call();
  }
}
