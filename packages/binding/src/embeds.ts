import * as Y from "yjs";

type Embedded = Y.AbstractType<unknown>;

/** Copies of what is embedded in texts. Yjs moves nothing, and of what is deleted nothing can be read any more. */
export class Embeds {
  readonly #kept = new WeakMap<Embedded, Embedded>();

  /** Is told of what goes before it does: it may be on its way to another place. */
  keep(insert: string | object): void {
    if (!(insert instanceof Y.AbstractType)) return;
    const copy = clone(insert);
    // A type can be read once it is in a document.
    new Y.Doc().getMap().set("copy", copy);
    this.#kept.set(insert, copy);
  }

  /** The same for another place. */
  copy(insert: string | object): string | object {
    return insert instanceof Y.AbstractType ? clone(this.#kept.get(insert) ?? insert) : insert;
  }
}

function clone(type: Embedded): Embedded {
  try {
    return type.clone();
  } catch {
    return type._copy(); // nested so deep that Yjs overflows: it goes on empty
  }
}
