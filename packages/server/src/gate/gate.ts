import { titleName } from "@quire/schema";
import * as Y from "yjs";
import { arrange, type Gap, type Refused } from "./arrange.ts";
import { judgeContent } from "./content.ts";
import type { DocIndex, News } from "./doc-index.ts";
import { IdRanges } from "./id-ranges.ts";
import { judgeKeystroke } from "./keystroke.ts";
import { NamedRanges } from "./named-ranges.ts";
import { attributeAt, type Ground, inCollected, inText, placeOf, show } from "./structure.ts";
import { type DecodedUpdate, decodeUpdate, MalformedUpdate } from "./update.ts";

/** What the gate says of an update. It is taken whole or not at all. */
export type Verdict =
  | { readonly type: "news"; readonly news: News }
  /** All of it is in the document already: the delete set that every reconnect sends again. */
  | { readonly type: "nothing" }
  | Gap
  | Refused;

export interface GateOptions {
  /** Whether the document keeps to Quire's schema. */
  readonly schema: boolean;
}

/** Judges an update against what the document has, without applying it. Changes nothing. */
export function judge(bytes: Uint8Array, index: DocIndex, options: GateOptions): Verdict {
  const typed = judgeKeystroke(bytes, index, options.schema);
  return typed === undefined ? judgeWhole(bytes, index, options) : { type: "news", news: typed };
}

/** The same for any update, decoded whole. */
export function judgeWhole(bytes: Uint8Array, index: DocIndex, options: GateOptions): Verdict {
  let update: DecodedUpdate;
  try {
    update = decodeUpdate(bytes, index.effort);
  } catch (error) {
    if (error instanceof MalformedUpdate) return { type: "refused", reason: error.message };
    throw error;
  }
  const arranged = arrange(update.sections, index);
  if (arranged.type !== "arranged") return arranged;
  const { structs, clocks, isPartlyKnown } = arranged;
  const deletes = newDeletes(update, index, clocks);
  if ("type" in deletes) return deletes;
  const added = options.schema ? judgeStructs(structs, index, deletes) : nothingAdded();
  if ("refused" in added) return { type: "refused", reason: `the update has ${added.refused}` };
  if (clocks.size === 0 && deletes.isEmpty) return { type: "nothing" };
  const clientId = structs[0]?.id.client ?? 0;
  const touchesTitle = added.places.has(titleName) || meetTitle(deletes, index);
  const isRemoval = clocks.size === 0 && (!options.schema || meetBlock(deletes, index));
  return {
    type: "news",
    news: { clocks, deletes, ...added, touchesTitle, isRemoval, clientId, isPartlyKnown },
  };
}

type Added = Pick<News, "places" | "kinds" | "schema">;

function nothingAdded(): Added {
  return { places: new NamedRanges(), kinds: new NamedRanges(), schema: 0 };
}

/** Judges the new structs one after the other, writing down what stands where for those that come behind them. */
function judgeStructs(
  structs: readonly (Y.Item | Y.GC)[],
  index: DocIndex,
  deletes: IdRanges,
): Added | { refused: string } {
  const { places, kinds } = nothingAdded();
  const grounds: readonly Ground[] = [{ places, kinds }, index];
  let schema = 0;
  for (const struct of structs) {
    index.effort.steps++;
    const { client, clock } = struct.id;
    // What is there keeps its place. A letter's is written down nowhere, so another could be written over it.
    const start = Math.max(clock, index.clock(client));
    const length = clock + struct.length - start;
    if (!(struct instanceof Y.Item)) {
      places.add(inCollected, client, start, length);
      continue;
    }
    const place = placeOf(struct, index, grounds);
    if (typeof place === "object") return place;
    const content = judgeContent(struct, place);
    if ("refused" in content) return content;
    // Yjs deletes all values of an attribute but the last, yet not within one item: whoever stood in its middle would split
    // off values that stay, and Yjs throws when it collects their element. Values that are deleted do come as one item.
    if (length > 1 && attributeAt(place) !== undefined && !isDeleted(struct, start, deletes))
      return { refused: `${length} values at once in ${show(place)}` };
    schema = Math.max(schema, content.schema);
    if (place !== inText) places.add(place, client, start, length);
    if (content.kind !== undefined) kinds.add(content.kind, client, start, length);
  }
  return { places, kinds, schema };
}

/** Whether nothing of the item is left from this clock on. */
function isDeleted(item: Y.Item, start: number, deletes: IdRanges): boolean {
  const { client, clock } = item.id;
  return (
    item.content instanceof Y.ContentDeleted || deletes.covers(client, start, clock + item.length - start)
  );
}

/** What the update deletes that was there, or comes with it; a gap where it deletes what nobody here has seen. */
function newDeletes(
  update: DecodedUpdate,
  index: DocIndex,
  clocks: ReadonlyMap<number, number>,
): IdRanges | Gap {
  const deletes = new IdRanges();
  for (const [client, ranges] of update.deletes) {
    const known = clocks.get(client) ?? index.clock(client);
    for (const { clock, len } of inOrder(ranges)) {
      index.effort.steps++;
      if (clock + len > known) return { type: "gap", missing: { client, clock: known } };
      if (!index.deletes.covers(client, clock, len)) deletes.add(client, clock, len);
    }
  }
  return deletes;
}

/** Yjs writes them in order; a list that is not would make each of them shift those before it. */
function inOrder<Range extends { readonly clock: number }>(ranges: readonly Range[]): readonly Range[] {
  const isOrdered = ranges.every(({ clock }, at) => at === 0 || clock >= (ranges[at - 1]?.clock ?? 0));
  return isOrdered ? ranges : ranges.toSorted((a, b) => a.clock - b.clock);
}

function meetBlock(deletes: IdRanges, index: DocIndex): boolean {
  for (const run of deletes.runs()) if (index.kinds.meetsAny(run)) return true;
  return false;
}

function meetTitle(deletes: IdRanges, index: DocIndex): boolean {
  for (const run of deletes.runs()) if (index.places.meets(titleName, run)) return true;
  return false;
}
