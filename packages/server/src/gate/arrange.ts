import * as Y from "yjs";
import type { DocIndex } from "./doc-index.ts";
import type { Struct } from "./update.ts";

/** An update's new structs, in an order in which each stands only on what is there or comes before it. */
export interface Arranged {
  readonly type: "arranged";
  readonly structs: readonly (Y.Item | Y.GC)[];
  /** The clock that each client reaches. */
  readonly clocks: ReadonlyMap<number, number>;
  /** Whether some of the update's structs are there already, in whole or in part. */
  readonly isPartlyKnown: boolean;
}

/** It builds on something that the document does not have (yet). */
export interface Gap {
  readonly type: "gap";
  /** The first id that is missing; or one of them. */
  readonly missing: { readonly client: number; readonly clock: number };
}

export interface Refused {
  readonly type: "refused";
  readonly reason: string;
}

/**
 * Clocks that an update may bring a client forward. A collected run of deletes says its length in one number and not in
 * bytes, so an honest one is bounded by what a person can have typed and deleted, a forged one by nothing.
 */
const maxSpan = 2 ** 24;

/** A client's structs while they are arranged. */
interface Section {
  readonly client: number;
  readonly structs: readonly Struct[];
  next: number;
  /** The clock of it that the section before it on the stack waits for; it has to be passed. */
  awaited: number;
  isOnStack: boolean;
  /** Whether its next struct stands on what is not there. */
  isStuck: boolean;
}

/** Every struct of the section, to its end. */
const all = Number.POSITIVE_INFINITY;

/**
 * Arranges an update as Yjs will integrate it: client by client, and where a struct stands on another client's, that
 * client first. What Yjs would keep back (a hole, a circle) is found here, before anything is applied. `pastHoles` leaves
 * out what lies behind a hole and arranges the rest.
 */
export function arrange(
  sections: ReadonlyMap<number, readonly Struct[]>,
  index: DocIndex,
  { pastHoles = false } = {},
): Arranged | Gap | Refused {
  return new Arrangement(sections, index, pastHoles).make();
}

/** An update that is being arranged. */
class Arrangement {
  readonly #index: DocIndex;
  readonly #pastHoles: boolean;
  readonly #sections = new Map<number, Section>();
  readonly #stack: Section[] = [];
  readonly #clocks = new Map<number, number>();
  readonly #structs: (Y.Item | Y.GC)[] = [];
  #isPartlyKnown = false;

  constructor(sections: ReadonlyMap<number, readonly Struct[]>, index: DocIndex, pastHoles: boolean) {
    this.#index = index;
    this.#pastHoles = pastHoles;
    for (const [client, structs] of sections) {
      const section = { client, structs, next: 0, awaited: all, isOnStack: false, isStuck: false };
      this.#sections.set(client, section);
    }
  }

  make(): Arranged | Gap | Refused {
    for (const first of this.#sections.values()) {
      this.#push(first, all);
      for (let top = this.#stack.at(-1); top !== undefined; top = this.#stack.at(-1)) {
        const failure = this.#step(top);
        if (failure !== undefined) return failure;
      }
    }
    const isPartlyKnown = this.#isPartlyKnown;
    return { type: "arranged", structs: this.#structs, clocks: this.#clocks, isPartlyKnown };
  }

  /** Arranges the section's next struct, or what it waits for. */
  #step(section: Section): Gap | Refused | undefined {
    const { client } = section;
    const struct = section.structs[section.next];
    const clock = this.#reached(client);
    if (section.isStuck || struct === undefined || clock > section.awaited) return this.#pop(section);
    if (struct instanceof Y.Skip) section.next++;
    else if (struct.id.clock > clock) return this.#stop(section, { client, clock });
    else if (struct.id.clock + struct.length > clock) return this.#add(section, struct, clock);
    else {
      this.#isPartlyKnown = true;
      section.next++;
    }
    return undefined;
  }

  #add(section: Section, struct: Y.Item | Y.GC, clock: number): Gap | Refused | undefined {
    const { client } = section;
    const missing = missingOf(struct, (other) => this.#reached(other));
    if (missing === "impossible") return refuse("a struct that stands on a later one of its own client");
    if (missing !== undefined) return this.#await(section, missing);
    const end = struct.id.clock + struct.length;
    if (end - this.#index.clock(client) > maxSpan || !Number.isSafeInteger(end))
      return refuse(`structs of client ${client} that span more than ${maxSpan} clocks`);
    if (struct.id.clock < clock) this.#isPartlyKnown = true;
    this.#structs.push(struct);
    this.#clocks.set(client, end);
    section.next++;
    return undefined;
  }

  /** Arranges another section first, up to what the section stands on. */
  #await(section: Section, missing: Y.ID): Gap | Refused | undefined {
    const other = this.#sections.get(missing.client);
    if (other?.isOnStack) return refuse("structs that stand on each other in a circle");
    // It is through, or stuck itself, and did not bring what is missing.
    if (other === undefined || other.isStuck || other.next >= other.structs.length)
      return this.#stop(section, missing);
    this.#push(other, missing.clock);
    return undefined;
  }

  /** The section stands on what is not there. */
  #stop(section: Section, { client, clock }: Gap["missing"]): Gap | undefined {
    if (!this.#pastHoles) return { type: "gap", missing: { client, clock } };
    section.isStuck = true;
    return undefined;
  }

  #push(section: Section, awaited: number): void {
    section.awaited = awaited;
    section.isOnStack = true;
    this.#stack.push(section);
  }

  #pop(section: Section): undefined {
    section.isOnStack = false;
    this.#stack.pop();
  }

  #reached(client: number): number {
    return this.#clocks.get(client) ?? this.#index.clock(client);
  }
}

/** The first id that the struct stands on and that is not there yet. */
function missingOf(
  struct: Y.Item | Y.GC,
  reached: (client: number) => number,
): Y.ID | "impossible" | undefined {
  if (!(struct instanceof Y.Item)) return undefined;
  for (const id of referencesOf(struct)) {
    if (id.client === struct.id.client && id.clock >= struct.id.clock) return "impossible";
    if (id.clock >= reached(id.client)) return id;
  }
  return undefined;
}

function referencesOf(item: Y.Item): Y.ID[] {
  const { origin, rightOrigin } = item;
  const parent: unknown = item.parent;
  return [origin, rightOrigin, parent].filter((id): id is Y.ID => id instanceof Y.ID);
}

function refuse(what: string): Refused {
  return { type: "refused", reason: `the update has ${what}` };
}
