import type { Awareness } from "y-protocols/awareness";

/** Who wrote, as far as it is known. */
export interface Authors {
  readonly names: readonly string[];
  /** Somebody wrote who was never seen here. */
  readonly hasUnknown: boolean;
}

/** Characters of a name that a sentence has place for. */
const longestName = 40;

/** Remembers which person each Yjs client in a document was, also after they have left. */
export class AuthorNames {
  readonly #awareness: Awareness;
  readonly #people = new Map<number, { readonly id: string; readonly name: string }>();

  constructor(awareness: Awareness) {
    this.#awareness = awareness;
    this.#look();
    awareness.on("change", this.#look);
  }

  /** The people behind these clients, without the one of this id. Nobody where all of it is theirs. */
  of(clients: ReadonlySet<number>, myId: string | undefined): Authors {
    const names = new Map<string, string>();
    let isUnknown = clients.size === 0;
    for (const client of clients) {
      const person = this.#people.get(client);
      if (person === undefined) isUnknown = true;
      else if (person.id !== myId) names.set(person.id, person.name);
    }
    return { names: [...names.values()], hasUnknown: isUnknown };
  }

  end(): void {
    this.#awareness.off("change", this.#look);
  }

  readonly #look = (): void => {
    for (const [client, { user }] of this.#awareness.getStates()) {
      const [id, name] = [field(user, "id"), field(user, "name")];
      if (typeof id === "string" && typeof name === "string")
        this.#people.set(client, { id, name: name.slice(0, longestName) });
    }
  };
}

/** What others' states hold may be anything. */
function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}
