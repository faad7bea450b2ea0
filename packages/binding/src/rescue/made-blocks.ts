import * as Y from "yjs";
import { type Blocks, makerOf } from "./blocks.ts";
import { matches } from "./copied-runs.ts";
import { isAlive, type Parent, readLine, typeOf } from "./line.ts";
import { type DeletedClocks, onlyNamed } from "./wire-deletes.ts";
import { type Before, writtenBy, writtenSince } from "./written.ts";

/** A block that an edit of mine made anew, with the id of one that it deleted. */
interface Made {
  readonly item: Y.Item;
  /** The first of my clocks that the edit wrote. */
  readonly since: number;
  /** What it stood for. */
  readonly sources: readonly Y.ID[];
  /** Somebody else, who had not seen it, deleted what it stood for: another block with its id is another copy. */
  readonly isContested: boolean;
}

/** Two copies of a block: mine goes, the other stays. */
export interface Double {
  readonly mine: Y.XmlElement;
  readonly theirs: Y.XmlElement;
  /** The first clock of the edit that made mine. */
  readonly since: number;
}

/** As many as long work brings; the oldest are forgotten first. A copy that somebody made of one is then taken for another block. */
export const mostMade = 2_000;

/** Of one block: it is made anew each time that it moves. */
const mostSources = 50;

/** The blocks that this session made anew, by their ids. Of two copies, the one of the lower client id stays. */
export class MadeBlocks {
  readonly #ydoc: Y.Doc;
  readonly #blocks: Blocks;
  /** Those made last come last. */
  readonly #made = new Map<string, Made>();

  constructor(ydoc: Y.Doc, blocks: Blocks) {
    this.#ydoc = ydoc;
    this.#blocks = blocks;
  }

  get isEmpty(): boolean {
    return this.size === 0;
  }

  /** How many are remembered. */
  get size(): number {
    return this.#made.size;
  }

  /** Looks at what was done here. */
  note(transaction: Y.Transaction): void {
    const gone = new Map<string, Y.ID>();
    Y.iterateDeletedStructs(transaction, transaction.deleteSet, (struct) => {
      const id = struct instanceof Y.Item ? this.#idOf(struct) : undefined;
      if (id !== undefined) gone.set(id, struct.id);
    });
    if (gone.size === 0) return;
    for (const item of writtenBy(this.#ydoc.clientID, this.#ydoc, transaction.beforeState)) {
      const id = isAlive(item) ? this.#idOf(item) : undefined;
      const source = id === undefined ? undefined : gone.get(id);
      if (id !== undefined && source !== undefined)
        this.#add(id, item, transaction.beforeState.get(item.id.client) ?? 0, [source]);
    }
  }

  /** A block was put back. */
  add(element: Y.XmlElement): void {
    const id = this.#blocks.idOf(element);
    if (id !== undefined && element._item !== null) this.#add(id, element._item, element._item.id.clock, []);
  }

  #add(id: string, item: Y.Item, since: number, sources: readonly Y.ID[]): void {
    const { sources: before = [], isContested = false } = this.#made.get(id) ?? {};
    this.#made.delete(id);
    this.#made.set(id, { item, since, sources: [...before, ...sources].slice(-mostSources), isContested });
    const [oldest] = this.#made.keys();
    if (this.#made.size > mostMade && oldest !== undefined) this.#made.delete(oldest);
  }

  #idOf(item: Y.Item): string | undefined {
    const type = typeOf(item);
    return type instanceof Y.XmlElement ? this.#blocks.idOf(type) : undefined;
  }

  /** An update names as deleted what somebody deleted who had not seen my copies of it. */
  contest(named: DeletedClocks): void {
    for (const [id, made] of this.#made)
      if (isNamed(made, named)) this.#made.set(id, { ...made, isContested: true });
  }

  /** Whether my copy of a block stays where somebody made one too. */
  outlives(id: string, theirs: Y.XmlElement): boolean {
    return this.#made.get(id)?.isContested === true && makerOf(theirs) > this.#ydoc.clientID;
  }

  /** Whether somebody will take this away, since it is, or is in, a copy that gives way to mine. */
  isGoing(element: Parent | undefined): boolean {
    for (let outer: unknown = element; outer instanceof Y.XmlElement; outer = outer.parent) {
      const id = this.#blocks.idOf(outer);
      const made = id === undefined ? undefined : this.#made.get(id);
      if (id !== undefined && made !== undefined && isAlive(made.item) && this.outlives(id, outer))
        return true;
    }
    return false;
  }

  /** Blocks of mine that are to go, of those that somebody has written since. */
  doubles(before: Before): readonly Double[] {
    const made = this.#madeAmong(before);
    const found = this.#blocks.find(new Set(made.keys()));
    return [...made].flatMap(([id, { item, since, isContested }]) => {
      const mine = typeOf(item);
      const theirs = found.get(id)?.find((copy) => !this.isGoing(copy));
      if (!(mine instanceof Y.XmlElement) || theirs === undefined || makerOf(theirs) >= makerOf(mine))
        return [];
      // Editors that do not give every block an id of its own may make another block with this one.
      return isContested || isAlike(mine, theirs) ? [{ mine, theirs, since }] : [];
    });
  }

  #madeAmong(before: Before): ReadonlyMap<string, Made> {
    const among = new Map<string, Made>();
    if (this.isEmpty) return among;
    for (const item of writtenSince(this.#ydoc, before)) {
      const id = this.#idOf(item);
      const made = id === undefined ? undefined : this.#made.get(id);
      if (id !== undefined && made !== undefined && isAlive(made.item)) among.set(id, made);
    }
    return among;
  }
}

function isNamed({ sources }: Made, named: DeletedClocks): boolean {
  return sources.some(({ client, clock }) => onlyNamed([{ clock, len: 1 }], client, named).length > 0);
}

function isAlike(mine: Y.XmlElement, theirs: Y.XmlElement): boolean {
  const [own, other] = [readLine(mine, isAlive).text, readLine(theirs, isAlive).text];
  const shared = matches(own, other).reduce((sum, { length }) => sum + length, 0);
  return shared * 2 >= own.length;
}
