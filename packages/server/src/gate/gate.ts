import { titleName } from "@quire/schema";
import * as Y from "yjs";
import { type ContentVerdict, judgeContent } from "./content.ts";
import type { DocIndex, News } from "./doc-index.ts";
import { IdRanges } from "./id-ranges.ts";
import { type DecodedUpdate, decodeUpdate, MalformedUpdate } from "./update.ts";

/** What the gate says of an update. It is taken whole or not at all. */
export type Verdict =
  | { readonly type: "news"; readonly news: News }
  /** All of it is in the document already: the delete set that every reconnect sends again. */
  | { readonly type: "nothing" }
  /** It builds on something that the document does not have (yet). */
  | { readonly type: "gap" }
  | { readonly type: "refused"; readonly reason: string };

/**
 * Clocks that one struct may span. A collected run of deletes says its length in one number and not in bytes, so an
 * honest one is bounded by what a person can have typed and deleted, a forged one by nothing.
 */
const maxSpan = 2 ** 24;

/** Judges an update against what the document has. `schema` says whether the document keeps to Quire's. */
export function judge(bytes: Uint8Array, index: DocIndex, options: { readonly schema: boolean }): Verdict {
  let update: DecodedUpdate;
  try {
    update = decodeUpdate(bytes);
  } catch (error) {
    if (error instanceof MalformedUpdate) return { type: "refused", reason: error.message };
    throw error;
  }
  const reach = reachOf(update, index);
  if (reach.type !== "reached") return reach;
  const { clocks } = reach;
  const title = new IdRanges();
  let schema = 0;
  for (const struct of update.structs) {
    if (!isNew(struct, index) || !(struct instanceof Y.Item)) continue;
    const references = judgeReferences(struct, index, clocks);
    if (references !== undefined) return references;
    const content: ContentVerdict = options.schema ? judgeContent(struct) : { schema: 0 };
    if ("refused" in content) return { type: "refused", reason: content.refused };
    schema = Math.max(schema, content.schema);
    if (isTitle(struct, index, title)) title.add(struct.id.client, struct.id.clock, struct.length);
  }
  const deletes = new IdRanges();
  let touchesTitle = !isEmpty(title);
  for (const [client, ranges] of update.deletes) {
    const known = clocks.get(client) ?? index.clock(client);
    for (const { clock, len } of ranges) {
      if (clock + len > known) return { type: "gap" };
      if (index.deletes.covers(client, clock, len)) continue;
      deletes.add(client, clock, len);
      touchesTitle ||= index.title.meets(client, clock, len);
    }
  }
  if (clocks.size === 0 && isEmpty(deletes)) return { type: "nothing" };
  const clientId = clocks.keys().next().value ?? 0;
  return { type: "news", news: { clocks, deletes, title, touchesTitle, schema, clientId } };
}

type Reach =
  | { readonly type: "reached"; readonly clocks: Map<number, number> }
  | Extract<Verdict, { type: "gap" | "refused" }>;

/** How far the update brings each client, if its structs join on to what is there. */
function reachOf(update: DecodedUpdate, index: DocIndex): Reach {
  const clocks = new Map<number, number>();
  for (const struct of update.structs) {
    const { client, clock } = struct.id;
    const end = clock + struct.length;
    if (struct.length <= 0 || struct.length > maxSpan || !Number.isSafeInteger(end)) {
      return { type: "refused", reason: `a struct of client ${client} that spans ${struct.length} clocks` };
    }
    if (struct instanceof Y.Skip || !isNew(struct, index)) continue;
    if (clock > (clocks.get(client) ?? index.clock(client))) return { type: "gap" };
    clocks.set(client, end);
  }
  return { type: "reached", clocks };
}

function isNew(struct: Y.Item | Y.GC | Y.Skip, index: DocIndex): boolean {
  return !(struct instanceof Y.Skip) && struct.id.clock + struct.length > index.clock(struct.id.client);
}

/** An item stands between others: each must be known, and of its own client's it may name only earlier ones. */
function judgeReferences(
  item: Y.Item,
  index: DocIndex,
  clocks: ReadonlyMap<number, number>,
): Verdict | undefined {
  const parent: unknown = item.parent;
  for (const id of [item.origin, item.rightOrigin, parent instanceof Y.ID ? parent : null]) {
    if (id === null) continue;
    if (id.client === item.id.client && id.clock >= item.id.clock) {
      return { type: "refused", reason: "a struct that stands on a later one of its own client" };
    }
    if (id.clock >= (clocks.get(id.client) ?? index.clock(id.client))) return { type: "gap" };
  }
  return undefined;
}

/** Whether the item is part of the title: it says so, or it stands beside an item that is. */
function isTitle(item: Y.Item, index: DocIndex, added: IdRanges): boolean {
  const parent: unknown = item.parent;
  if (typeof parent === "string") return parent === titleName;
  const beside = item.origin ?? item.rightOrigin;
  return (
    beside !== null &&
    (index.title.meets(beside.client, beside.clock, 1) || added.meets(beside.client, beside.clock, 1))
  );
}

function isEmpty(ranges: IdRanges): boolean {
  return ranges.runs()[Symbol.iterator]().next().done === true;
}
