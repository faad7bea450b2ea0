import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import * as Y from "yjs";

/** One edit: at a code point, so many deleted, then this inserted. */
type Patch = [position: number, deleted: number, inserted: string];

/** A recorded editing history; see `fixtures/README.md`. */
export interface Trace {
  readonly startContent: string;
  readonly endContent: string;
  readonly txns: readonly { readonly patches: readonly Patch[] }[];
}

export function readTrace(name: string): Trace {
  const bytes = readFileSync(new URL(`./fixtures/${name}.json.gz`, import.meta.url));
  return JSON.parse(gunzipSync(bytes).toString("utf8")) as Trace;
}

/** Types the transactions into a text, each as one. All of the trace's text is in the basic plane, or this throws. */
export function replay(trace: Trace, ydoc: Y.Doc, text: Y.XmlText | Y.Text, txns = trace.txns): void {
  for (const { patches } of txns) {
    ydoc.transact(() => {
      for (const [position, deleted, inserted] of patches) {
        if (/[\ud800-\udfff]/.test(inserted))
          throw new Error("this trace needs code points mapped to UTF-16");
        if (deleted > 0) text.delete(position, deleted);
        if (inserted !== "") text.insert(position, inserted);
      }
    });
  }
}

/** The updates of somebody who types the first transactions of a trace into the title of a document. */
export function typeTrace(trace: Trace, count: number): Uint8Array[] {
  const ydoc = new Y.Doc();
  const updates: Uint8Array[] = [];
  ydoc.on("update", (update: Uint8Array) => updates.push(update));
  replay(trace, ydoc, ydoc.getText("title"), trace.txns.slice(0, count));
  ydoc.destroy();
  return updates;
}
