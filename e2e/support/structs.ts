import { serialize } from "node:v8";
import * as Y from "yjs";

/** How far each of Yjs' clients has got. */
export type Clocks = ReadonlyMap<number, number>;

/** How far a document has got. */
export function clocksOf(ydoc: Y.Doc): Clocks {
  return Y.decodeStateVector(Y.encodeStateVector(ydoc));
}

/**
 * All that a document holds of what was in it at some time, id by id: what it is, in bytes, where it stands, and whether it
 * is deleted. Two of these are the same where nobody has changed or deleted anything of that, whatever came since.
 */
export function contentUntil(ydoc: Y.Doc, clocks: Clocks): ReadonlyMap<string, string> {
  const content = new Map<string, string>();
  for (const [client, end] of clocks) {
    for (const struct of ydoc.store.clients.get(client) ?? []) {
      const { clock } = struct.id;
      for (let at = 0; at < struct.length && clock + at < end; at++)
        content.set(`${client}:${clock + at}`, describe(struct, at));
    }
  }
  return content;
}

function describe(struct: Y.Item | Y.GC, at: number): string {
  if (!(struct instanceof Y.Item)) return "collected";
  const { content, parent, parentSub } = struct;
  const place = parent instanceof Y.AbstractType && parent._item ? JSON.stringify(parent._item.id) : "root";
  const state = struct.deleted ? "deleted" : "here";
  return [state, place, parentSub ?? "", content.constructor.name, bytesOf(content, at)].join(" ");
}

function bytesOf(content: Y.Item["content"], at: number): string {
  if (content instanceof Y.ContentString) return content.str.charAt(at);
  if (content instanceof Y.ContentAny) return serialize(content.arr[at]).toString("base64");
  if (content instanceof Y.ContentDeleted) return "";
  const encoder = new Y.UpdateEncoderV1();
  content.write(encoder, 0);
  return Buffer.from(encoder.toUint8Array()).toString("base64");
}
