import * as Y from "yjs";
import { type IdRange, partOf, type Renamed, Renaming } from "./id-ranges.ts";
import { parentOf, typeOf } from "./items.ts";
import { followed } from "./moved-text.ts";

/**
 * Where the newest copies are of what undo has brought back. Yjs has this as a chain
 * from copy to copy, which is why it must keep them all: here each one knows the last.
 */
export class Forwarding {
  #known: readonly Renamed[] = [];
  #renaming = new Renaming([]);

  /** Under which id something stands now; null if it was not brought back. */
  find({ client, clock }: Y.ID): Y.ID | null {
    const [piece] = this.#renaming.pieces({ client, clock, length: 1 });
    return piece?.isRenamed ? Y.createID(piece.now.client, piece.now.clock) : null;
  }

  /** Takes new copies in. */
  update(copied: readonly Renamed[]): void {
    const renaming = new Renaming(copied);
    const unchanged = this.#known.flatMap(({ from, to }) =>
      renaming
        .pieces(from)
        .filter(({ isRenamed }) => !isRenamed)
        .map(({ offset, now }) => ({ from: now, to: partOf(to, offset, now.length) })),
    );
    this.#set([...followed(unchanged, renaming), ...copied]);
  }

  /** Forgets what nobody will ask for, now that Yjs has collected. */
  prune(doc: Y.Doc): void {
    if (this.#known.length > 0) this.#set(this.#known.filter((each) => isWanted(doc, each)));
  }

  #set(known: readonly Renamed[]): void {
    this.#known = known;
    this.#renaming = new Renaming(known);
  }
}

/** What stands in a block that came back is asked for its block, and its neighbours for their place in another one. */
function isWanted(doc: Y.Doc, { from, to }: Renamed): boolean {
  const [item, copy] = [itemAt(doc, from), itemAt(doc, to)];
  return item !== null && copy !== null && (typeOf(item) !== null || parentOf(item) !== parentOf(copy));
}

function itemAt(doc: Y.Doc, { client, clock }: IdRange): Y.Item | null {
  const struct: unknown = Y.getItem(doc.store, Y.createID(client, clock));
  return struct instanceof Y.Item ? struct : null;
}
