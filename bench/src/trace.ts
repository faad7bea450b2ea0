import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import * as Y from "yjs";
import { createRandom } from "./random.ts";
import { rootText } from "./target.ts";
import { clientIdOf } from "./typist.ts";

/** One edit: at a place, so many deleted, then this inserted. */
type Patch = readonly [position: number, deleted: number, inserted: string];

/** A text's history by one hand, as the updates that made it. */
export interface Trace {
  readonly name: string;
  readonly clientId: number;
  readonly edits: number;
  /** What the first update inserts; it is made anew for each document, see `firstUpdate`. */
  readonly firstText: string;
  readonly updates: readonly Uint8Array[];
  /** How many characters have ever been inserted after each of them. */
  readonly clocks: readonly number[];
  /** How the text ends. */
  readonly text: string;
  /** Bytes of the whole as one update: what has to travel at the least. */
  readonly stateBytes: number;
}

/** The project's recorded history, keystroke by keystroke, or its first so many transactions. */
export function recordedTrace(most = Number.POSITIVE_INFINITY): Trace {
  const file = new URL("../../packages/server/test/fixtures/seph-blog1.json.gz", import.meta.url);
  const { txns } = JSON.parse(gunzipSync(readFileSync(file)).toString()) as {
    readonly txns: readonly { readonly patches: readonly Patch[] }[];
  };
  const edits = txns.map(({ patches }) => patches).filter((patches) => patches.length > 0);
  return replay("seph-blog1", clientIdOf(9_998), edits.slice(0, most));
}

/** A made-up history: runs of typing, jumps, and three deletions in ten edits. */
export function syntheticTrace(count: number): Trace {
  const random = createRandom(7);
  const edits: Patch[][] = [[[0, 0, "a"]]];
  let length = 1;
  let caret = 1;
  while (edits.length < count) {
    if (random(60) === 0) caret = random(length + 1);
    if (random(10) < 3 && caret > 0) {
      edits.push([[--caret, 1, ""]]);
      length -= 1;
    } else {
      edits.push([[caret++, 0, String.fromCharCode(97 + random(26))]]);
      length += 1;
    }
  }
  return replay("synthetic", clientIdOf(9_999), edits);
}

function replay(name: string, clientId: number, edits: readonly (readonly Patch[])[]): Trace {
  const ydoc = new Y.Doc();
  ydoc.clientID = clientId;
  const text = rootText(ydoc);
  const updates: Uint8Array[] = [];
  const clocks: number[] = [];
  let clock = 0;
  ydoc.on("update", (update: Uint8Array) => {
    updates.push(update);
    clocks.push(clock);
  });
  for (const patches of edits) {
    ydoc.transact(() => {
      for (const [position, deleted, inserted] of patches) {
        if (deleted > 0) text.delete(position, deleted);
        if (inserted !== "") text.insert(position, inserted);
        clock += inserted.length;
      }
    });
  }
  const stateBytes = Y.encodeStateAsUpdate(ydoc).length;
  return {
    name,
    clientId,
    edits: edits.reduce((sum, { length }) => sum + length, 0),
    firstText: firstTextOf(name, edits),
    updates,
    clocks,
    text: text.toString(),
    stateBytes,
  };
}

function firstTextOf(name: string, edits: readonly (readonly Patch[])[]): string {
  const [patches = []] = edits;
  const [[position, deleted, inserted] = [0, 0, ""]] = patches;
  if (patches.length === 1 && position === 0 && deleted === 0 && inserted !== "") return inserted;
  throw new Error(`the trace ${name} does not begin with one insertion`);
}
