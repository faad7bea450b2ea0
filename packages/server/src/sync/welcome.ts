import { Bundle } from "./bundle.ts";
import { catchUp } from "./catch-up.ts";
import type { Journal } from "./journal.ts";

/** Who has nothing yet. */
const nothing: ReadonlyMap<number, number> = new Map();

/** What a client with nothing is sent: made once for all who come before anything changes, in frames that they share. */
export class Welcome {
  /** Weak, since it is as long as the document and few come at once. */
  #bundle: WeakRef<Bundle> | undefined;
  #state: Uint8Array | undefined;
  #position = -1;

  /** Only between turns. */
  of(journal: Journal): Bundle {
    const { state, position } = journal;
    const known = state === this.#state && position === this.#position ? this.#bundle?.deref() : undefined;
    if (known !== undefined) return known;
    const bundle = new Bundle(catchUp(journal, nothing) ?? []);
    this.#bundle = new WeakRef(bundle);
    this.#state = state;
    this.#position = position;
    return bundle;
  }
}
