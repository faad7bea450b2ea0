import * as Y from "yjs";

/** What updates are made of. */
export type Struct = Y.Item | Y.GC | Y.Skip;

/** A client's structs, in the order of their clocks, of which those before `next` are said already. */
export interface Section {
  readonly client: number;
  readonly structs: readonly Struct[];
  next: number;
  /** The first clock that is not said yet. */
  reached: number;
}

/** A section that others wait for, up to a clock. */
interface Awaited {
  readonly section: Section;
  readonly upTo: number;
}

/** The structs by their clients, as an update lists them. Unless `known` says otherwise, what lies before them is known. */
export function sectionsOf(
  structs: readonly Struct[],
  known?: ReadonlyMap<number, number>,
): Map<number, Section> {
  const sections = new Map<number, Section & { readonly structs: Struct[] }>();
  for (const struct of structs) {
    const { client, clock } = struct.id;
    const section = sections.get(client);
    if (section !== undefined) section.structs.push(struct);
    else {
      const reached = known === undefined ? clock : (known.get(client) ?? 0);
      sections.set(client, { client, structs: [struct], next: 0, reached });
    }
  }
  return sections;
}

/**
 * The structs in an order in which each stands only on what comes before it, or is in no section and known. What stands on
 * a hole is left: its section's `next` stays at it.
 */
export function* inCausalOrder(sections: ReadonlyMap<number, Section>): Generator<Y.Item | Y.GC> {
  const stuck = new Set<Section>();
  for (const section of sections.values()) {
    const stack: Awaited[] = [{ section, upTo: Number.POSITIVE_INFINITY }];
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const { section: current, upTo } = top;
      const struct = current.structs[current.next];
      if (struct === undefined || current.reached > upTo || stuck.has(current)) {
        stack.pop();
        continue;
      }
      const missing = missingOf(struct, current, sections);
      if (missing === undefined && !(struct instanceof Y.Skip)) {
        current.next++;
        current.reached += struct.length;
        yield struct;
        continue;
      }
      const other = missing && sections.get(missing.client);
      const isComing = other !== undefined && !stuck.has(other) && other.next < other.structs.length;
      // On the stack it waits itself: for this one, in a circle.
      if (isComing && !stack.some((awaited) => awaited.section === other))
        stack.push({ section: other, upTo: missing?.clock ?? 0 });
      else stuck.add(current);
    }
  }
}

/** The first id that the struct stands on and that is still to come: itself, where there is a hole before it. */
function missingOf(
  struct: Struct,
  { client, reached }: Section,
  sections: ReadonlyMap<number, Section>,
): Y.ID | undefined {
  if (struct.id.clock !== reached) return struct.id;
  return standsOn(struct).find((id) => {
    const other =
      id.client === client ? reached : (sections.get(id.client)?.reached ?? Number.POSITIVE_INFINITY);
    return id.clock >= other;
  });
}

/** The ids that must be there before the struct. */
export function standsOn(struct: Struct): Y.ID[] {
  if (!(struct instanceof Y.Item)) return [];
  // Yjs' types say only what an integrated item has; in an update the parent is a root's name, an id, or left out.
  const parent: unknown = struct.parent;
  return [struct.origin, struct.rightOrigin, parent].filter((id): id is Y.ID => id instanceof Y.ID);
}
