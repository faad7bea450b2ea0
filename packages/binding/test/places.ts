import type { Schema } from "prosemirror-model";
import * as Y from "yjs";

/** Where everything stands that the shared document holds. */
export class Places {
  readonly #byId = new Map<string, number>();
  readonly #byPos = new Map<number, string>();
  readonly #schema: Schema;

  constructor(fragment: Y.XmlFragment, schema: Schema) {
    this.#schema = schema;
    this.#walk(fragment, 0);
  }

  /** What stands at a position, if anything does that has no inside. */
  idAt(pos: number): string | null {
    return this.#byPos.get(pos) ?? null;
  }

  /** Where it is now; null once it is deleted. */
  posOf(id: string): number | null {
    return this.#byId.get(id) ?? null;
  }

  /** Whether it still is there. */
  has(id: string): boolean {
    return this.#byId.has(id);
  }

  /** Walks one type's children, which begin at a position, and says where they end. */
  #walk(type: { readonly _start: Y.Item | null }, start: number): number {
    let pos = start;
    for (let item = type._start; item; item = item.right) {
      if (item.deleted || !item.countable) continue;
      const { content, id } = item;
      if (content instanceof Y.ContentString) {
        for (let offset = 0; offset < content.str.length; offset++)
          pos = this.#set(`${id.client}:${id.clock + offset}`, pos);
      } else if (content instanceof Y.ContentType && content.type instanceof Y.XmlElement) {
        const isLeaf = this.#schema.nodes[content.type.nodeName]?.isLeaf;
        pos = isLeaf ? this.#set(`${id.client}:${id.clock}`, pos) : this.#walk(content.type, pos + 1) + 1;
      } else if (content instanceof Y.ContentType) {
        pos = this.#walk(content.type, pos);
      }
    }
    return pos;
  }

  #set(id: string, pos: number): number {
    this.#byId.set(id, pos);
    this.#byPos.set(pos, id);
    return pos + 1;
  }
}
