import { fail } from "../errors.ts";
import { Tally } from "../sync/tally.ts";

/** Uploads at once: a page sends a few, and a script must not take all of the process' files and sockets. */
const mostOfPerson = 16;
const mostOfAll = 256;

/** How many files come in at once. */
export class UploadSlots {
  readonly #ofPerson = new Tally();
  #all = 0;

  /** Lets somebody's upload begin; answers with what ends it. Throws QUIRE_ERR_TOO_MANY_UPLOADS where too many are under way. */
  enter(personId: string): () => void {
    if (this.#ofPerson.of(personId) >= mostOfPerson)
      throw fail("QUIRE_ERR_TOO_MANY_UPLOADS", { most: mostOfPerson });
    if (this.#all >= mostOfAll) throw fail("QUIRE_ERR_TOO_MANY_UPLOADS", { most: mostOfAll });
    this.#ofPerson.add(personId);
    this.#all++;
    return () => {
      this.#ofPerson.remove(personId);
      this.#all--;
    };
  }
}
