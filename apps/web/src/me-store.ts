import type { Me, Person } from "@quire/protocol";
import type { Api } from "./api.ts";

/** Who the server takes me for: asked once, renamed here, the same for every page. */
export class MeStore {
  readonly #api: Pick<Api, "readMe" | "renameMe">;
  readonly #listeners = new Set<() => void>();
  #me: Me | null = null;
  #asking: Promise<void> | undefined;

  constructor(api: Pick<Api, "readMe" | "renameMe">) {
    this.#api = api;
  }

  /** Null until the server has answered. */
  readonly getSnapshot = (): Me | null => this.#me;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Asks, if there is no answer yet and nobody is asking. Resolves also where the server cannot be reached. */
  load(): Promise<void> {
    if (this.#me !== null) return Promise.resolve();
    this.#asking ??= this.#ask();
    return this.#asking;
  }

  /** Rejects with an `ApiError`, and then the name is the old one. */
  async rename(name: string): Promise<void> {
    this.#take(await this.#api.renameMe(name));
  }

  /** Takes over what the server said of me to another part of the page. */
  become(person: Person): void {
    if (this.#me !== null) this.#take({ ...this.#me, person });
  }

  async #ask(): Promise<void> {
    try {
      this.#take(await this.#api.readMe());
    } catch {
      // Nobody waits for my own name: the next page that wants it asks again.
      this.#asking = undefined;
    }
  }

  #take(me: Me): void {
    this.#me = me;
    for (const listener of this.#listeners) listener();
  }
}
