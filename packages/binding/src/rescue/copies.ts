import * as Y from "yjs";
import { type Blocks, makerOf } from "./blocks.ts";
import { type CopiedRun, cutRun, findCopied, followCopies, matches, namedParts } from "./copied-runs.ts";
import { isAlive, itemsOf, type Parent, parentOf, readLine, typeOf } from "./line.ts";
import { type DeletedClocks, onlyNamed } from "./wire-deletes.ts";

/** As many as long work brings; the oldest are forgotten first. */
const mostRuns = 2_000;

/** A block that an edit of mine made anew, with the id of one that it deleted. */
interface Made {
  readonly item: Y.Item;
  /** What it stood for. */
  readonly sources: readonly Y.ID[];
}

/** Two copies of a block: mine goes, the other stays. */
export interface Double {
  readonly mine: Y.XmlElement;
  readonly theirs: Y.XmlElement;
}

/**
 * What the structural edits of this session copied. When it shows that somebody else made a copy of the same, without
 * having seen mine, the copy of the lower client id stays, and mine is to go if it is the other one.
 */
export class Copies {
  readonly #blocks: Blocks;
  #runs: readonly CopiedRun[] = [];
  readonly #made = new Map<string, Made>();

  constructor(blocks: Blocks) {
    this.#blocks = blocks;
  }

  /** Looks at what was done here. Costs nothing where letters were typed, or deleted in one text. */
  note(transaction: Y.Transaction, client: number): void {
    const { deleteSet, changed, beforeState, afterState } = transaction;
    if (deleteSet.clients.size === 0 || changed.size < 2) return;
    if ((afterState.get(client) ?? 0) === (beforeState.get(client) ?? 0)) return;
    const copied = findCopied(transaction, client);
    const again = followCopies(this.#runs, copied, client);
    this.#runs = [...this.#runs, ...again, ...copied].slice(-mostRuns);
    this.#noteBlocks(transaction, client);
  }

  #noteBlocks(transaction: Y.Transaction, client: number): void {
    const gone = new Map<string, Y.ID>();
    Y.iterateDeletedStructs(transaction, transaction.deleteSet, (struct) => {
      const type = struct instanceof Y.Item ? typeOf(struct) : undefined;
      const id = type instanceof Y.XmlElement ? this.#blocks.idOf(type) : undefined;
      if (id !== undefined) gone.set(id, struct.id);
    });
    if (gone.size === 0) return;
    for (const item of writtenSince(transaction.doc, client, transaction.beforeState)) {
      const type = typeOf(item);
      const id = type instanceof Y.XmlElement ? this.#blocks.idOf(type) : undefined;
      const source = id === undefined ? undefined : gone.get(id);
      if (id === undefined || source === undefined) continue;
      this.#made.set(id, { item, sources: [...(this.#made.get(id)?.sources ?? []), source] });
    }
  }

  /** Whether a remote transaction may bring a second copy of something: it names what I deleted, or shows a new block. */
  mayMeet({ changed }: Y.Transaction, named: readonly DeletedClocks[] | undefined): boolean {
    if (this.#runs.length === 0 && this.#made.size === 0) return false;
    if (named !== undefined) return named.some(({ clients }) => clients.size > 0);
    return [...changed].some(([type, names]) => !(type instanceof Y.XmlText) && names.has(null));
  }

  /** Blocks of mine that somebody made too. */
  doubles(named: readonly DeletedClocks[] | undefined): readonly Double[] {
    const alive = [...this.#made].filter(([, { item }]) => isAlive(item));
    const suspected = named === undefined ? alive : alive.filter(([, made]) => isNamed(made, named));
    if (suspected.length === 0) return [];
    const found = this.#blocks.find(new Set(suspected.map(([id]) => id)));
    return suspected.flatMap(([id, { item }]) => {
      const mine = typeOf(item);
      const theirs = found.get(id)?.[0];
      if (!(mine instanceof Y.XmlElement) || theirs === undefined) return [];
      // Where nothing is known of what was seen, a new block with this id may be another one.
      const isDouble = makerOf(theirs) < makerOf(mine) && (named !== undefined || isAlike(mine, theirs));
      return isDouble ? [{ mine, theirs }] : [];
    });
  }

  /** Deletes the letters of mine that somebody else copied too, and the blocks that nothing is left in. */
  dropRuns(
    transaction: Y.Transaction,
    before: ReadonlyMap<number, number>,
    named: readonly DeletedClocks[],
  ): void {
    const { doc } = transaction;
    const suspected = this.#runs.flatMap((run) => namedParts(run, named));
    if (suspected.length === 0) return;
    const texts = foreignTexts(doc, before, doc.clientID);
    const doubled = suspected.flatMap((run) => doubledParts(run, texts));
    if (doubled.length === 0) return;
    const set = Y.createDeleteSet();
    const clocks = doubled.map(({ copy, text }) => ({ clock: copy, len: text.length }));
    set.clients.set(doc.clientID, clocks.toSorted((a, b) => a.clock - b.clock));
    const lines = new Set<Parent>();
    Y.iterateDeletedStructs(transaction, set, (struct) => {
      if (!(struct instanceof Y.Item) || struct.deleted) return;
      const owner = ownerOfLetter(struct);
      if (owner !== undefined) lines.add(owner);
      struct.delete(transaction);
    });
    for (const line of lines) dropEmpty(line, doc.clientID);
  }
}

function isNamed({ sources }: Made, named: readonly DeletedClocks[]): boolean {
  return sources.some(({ client, clock }) => onlyNamed([{ clock, len: 1 }], client, named).length > 0);
}

function isAlike(mine: Y.XmlElement, theirs: Y.XmlElement): boolean {
  const [own, other] = [readLine(mine, isAlive).text, readLine(theirs, isAlive).text];
  const shared = matches(own, other).reduce((sum, { length }) => sum + length, 0);
  return shared * 2 >= own.length;
}

/** What clients below mine wrote since then, text by text and client by client. */
function foreignTexts(ydoc: Y.Doc, before: ReadonlyMap<number, number>, own: number): readonly string[] {
  const found = new Map<string, string>();
  const numbers = new Map<Y.XmlText, number>();
  for (const client of ydoc.store.clients.keys()) {
    if (client >= own) continue;
    for (const { parent } of writtenSince(ydoc, client, before))
      if (parent instanceof Y.XmlText && !numbers.has(parent)) numbers.set(parent, numbers.size);
  }
  for (const [text, number] of numbers) {
    for (const { id, content, deleted } of itemsOf(text)) {
      if (deleted || id.client >= own || !(content instanceof Y.ContentString)) continue;
      const old = Math.max(0, (before.get(id.client) ?? 0) - id.clock);
      const key = `${number} ${id.client}`;
      found.set(key, (found.get(key) ?? "") + content.str.slice(old));
    }
  }
  return [...found.values()];
}

/** What a client wrote since a time, as far as it is there, the last first. */
function* writtenSince(ydoc: Y.Doc, client: number, before: ReadonlyMap<number, number>): Generator<Y.Item> {
  const start = before.get(client) ?? 0;
  const structs = ydoc.store.clients.get(client) ?? [];
  for (let at = structs.length - 1; at >= 0; at--) {
    const struct = structs[at];
    if (struct === undefined || struct.id.clock + struct.length <= start) break;
    if (struct instanceof Y.Item && isAlive(struct)) yield struct;
  }
}

function doubledParts(run: CopiedRun, texts: readonly string[]): readonly CopiedRun[] {
  for (const text of texts) {
    const found = matches(run.text, text);
    if (found.length > 0) return found.map((match) => cutRun(run, match.from, match.length));
  }
  return [];
}

function ownerOfLetter(item: Y.Item): Parent | undefined {
  const text = parentOf(item);
  const owner = text instanceof Y.XmlText && text._item !== null ? parentOf(text._item) : undefined;
  return owner instanceof Y.XmlText ? undefined : owner;
}

/** Takes away a block of mine that has nothing in it any more, unless its parent would be empty. */
function dropEmpty(line: Parent, client: number): void {
  if (!(line instanceof Y.XmlElement) || line._item?.id.client !== client || !isAlive(line._item)) return;
  if (readLine(line, isAlive).text !== "") return;
  const { parent } = line;
  if (!(parent instanceof Y.XmlFragment) || parent.length < 2) return;
  parent.delete(parent.toArray().indexOf(line), 1);
}
