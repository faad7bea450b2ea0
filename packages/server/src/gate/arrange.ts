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
}

/** Every struct of the section, to its end. */
const all = Number.POSITIVE_INFINITY;

const gap: Gap = { type: "gap" };

/**
 * Arranges an update as Yjs will integrate it: client by client, and where a struct stands on another client's, that
 * client first. What Yjs would keep back (a hole, a circle) is found here, before anything is applied.
 */
export function arrange(
  sections: ReadonlyMap<number, readonly Struct[]>,
  index: DocIndex,
): Arranged | Gap | Refused {
  const clocks = new Map<number, number>();
  const arranged: (Y.Item | Y.GC)[] = [];
  const waiting = new Map<number, Section>();
  for (const [client, structs] of sections)
    waiting.set(client, { client, structs, next: 0, awaited: all, isOnStack: false });
  const reached = (client: number): number => clocks.get(client) ?? index.clock(client);
  let isPartlyKnown = false;

  for (const first of waiting.values()) {
    const stack: Section[] = [];
    push(stack, first, all);
    for (let section = stack.at(-1); section !== undefined; section = stack.at(-1)) {
      const struct = section.structs[section.next];
      const clock = reached(section.client);
      if (struct === undefined && section.awaited !== all && clock <= section.awaited) return gap;
      if (struct === undefined || clock > section.awaited) {
        section.isOnStack = false;
        stack.pop();
      } else if (isSkip(struct)) {
        section.next++;
      } else if (struct.id.clock > clock) {
        return gap;
      } else if (struct.id.clock + struct.length <= clock) {
        isPartlyKnown = true;
        section.next++;
      } else {
        const missing = missingOf(struct, reached);
        if (missing === "impossible") return refuse("a struct that stands on a later one of its own client");
        if (missing !== undefined) {
          const other = waiting.get(missing.client);
          if (other === undefined) return gap;
          if (other.isOnStack) return refuse("structs that stand on each other in a circle");
          push(stack, other, missing.clock);
          continue;
        }
        const end = struct.id.clock + struct.length;
        if (end - index.clock(section.client) > maxSpan || !Number.isSafeInteger(end))
          return refuse(`structs of client ${section.client} that span more than ${maxSpan} clocks`);
        if (struct.id.clock < clock) isPartlyKnown = true;
        arranged.push(struct);
        clocks.set(section.client, end);
        section.next++;
      }
    }
  }
  return { type: "arranged", structs: arranged, clocks, isPartlyKnown };
}

function push(stack: Section[], section: Section, awaited: number): void {
  section.awaited = awaited;
  section.isOnStack = true;
  stack.push(section);
}

function isSkip(struct: Struct): struct is Y.Skip {
  return struct instanceof Y.Skip;
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
