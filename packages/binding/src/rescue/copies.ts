import * as Y from "yjs";
import { type Blocks, makerOf } from "./blocks.ts";
import { itemsSince } from "./candidates.ts";
import { type CopiedRun, findCopied, followCopies, matches, namedParts } from "./copied-runs.ts";
import type { LostLine } from "./dying.ts";
import { isAlive, itemsOf, type Parent, parentOf, readLine, typeOf } from "./line.ts";
import { cutWhere, laterId } from "./pieces.ts";
import type { Ledger } from "./seed.ts";
import { type Clocks, type DeletedClocks, onlyNamed, withoutNamed } from "./wire-deletes.ts";

/** As many as long work brings; the oldest are forgotten first. */
const mostRuns = 2_000;

/** For how many remote transactions a copy is expected of somebody who deleted what I copied: their session may be putting it back. */
const patience = 20;

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
  /** Whether a letter of mine is a copy, and was not typed there. */
  isCopy(id: Y.ID): boolean;
}

/**
 * What the structural edits of this session copied. When it shows that somebody else made a copy of the same, without
 * having seen mine, the copy of the lower client id stays, and mine is to go if it is the other one.
 */
export class Copies implements Ledger {
  readonly #ydoc: Y.Doc;
  readonly #blocks: Blocks;
  #runs: readonly CopiedRun[] = [];
  readonly #made = new Map<string, Made>();
  /** Copies of mine of what somebody else deleted too, and how long theirs is waited for. */
  #expected: readonly { readonly run: CopiedRun; readonly turns: number }[] = [];

  constructor(ydoc: Y.Doc, blocks: Blocks) {
    this.#ydoc = ydoc;
    this.#blocks = blocks;
  }

  /** Looks at what was done here. Costs nothing where letters were typed, or deleted in one text. */
  note(transaction: Y.Transaction): void {
    const { clientID: client } = this.#ydoc;
    const { deleteSet, changed, beforeState, afterState } = transaction;
    if (deleteSet.clients.size === 0 || isInOneText(changed)) return;
    if ((afterState.get(client) ?? 0) === (beforeState.get(client) ?? 0)) return;
    this.#add(findCopied(transaction, client));
    this.#noteBlocks(transaction, client);
  }

  #add(copied: readonly CopiedRun[]): void {
    const again = followCopies(this.#runs, copied, this.#ydoc.clientID);
    this.#runs = [...this.#runs, ...again, ...copied].slice(-mostRuns);
  }

  /** Letters were put back, which may have been copies already. */
  letters(text: string, { client, clock }: Y.ID, copy: number): void {
    this.#add([{ text, client, clock, copy, whole: text.length }]);
  }

  /** A block was put back. */
  element(element: Y.XmlElement): void {
    const id = this.#blocks.idOf(element);
    const { _item: item } = element;
    if (id !== undefined && item !== null)
      this.#made.set(id, { item, sources: this.#made.get(id)?.sources ?? [] });
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
  mayMeet({ changed }: Y.Transaction, named: DeletedClocks | undefined): boolean {
    if (this.#runs.length === 0 && this.#made.size === 0) return false;
    if (this.#expected.length > 0 || !isInOneText(changed)) return true;
    return named !== undefined && this.#runs.some((run) => namedParts(run, named).length > 0);
  }

  /** Blocks of mine that somebody made too. */
  doubles(before: ReadonlyMap<number, number>, named: DeletedClocks | undefined): readonly Double[] {
    const alive = [...this.#madeAmong(before)].filter(([, { item }]) => isAlive(item));
    if (alive.length === 0) return [];
    const found = this.#blocks.find(new Set(alive.map(([id]) => id)));
    return alive.flatMap(([id, made]) => {
      const mine = typeOf(made.item);
      const theirs = found.get(id)?.[0];
      if (!(mine instanceof Y.XmlElement) || theirs === undefined || makerOf(theirs) >= makerOf(mine))
        return [];
      // Editors that do not give every block an id of its own may make another block with this one.
      const isDouble = (named !== undefined && isNamed(made, named)) || isAlike(mine, theirs);
      return isDouble ? [{ mine, theirs, isCopy: this.#isCopy }] : [];
    });
  }

  /** What I made of the blocks of which another was written since. */
  #madeAmong(before: ReadonlyMap<number, number>): ReadonlyMap<string, Made> {
    const among = new Map<string, Made>();
    if (this.#made.size === 0) return among;
    for (const item of itemsSince(this.#ydoc, before)) {
      const type = typeOf(item);
      const id = type instanceof Y.XmlElement ? this.#blocks.idOf(type) : undefined;
      const made = id === undefined ? undefined : this.#made.get(id);
      if (id !== undefined && made !== undefined) among.set(id, made);
    }
    return among;
  }

  readonly #isCopy = ({ client, clock }: Y.ID): boolean =>
    client === this.#ydoc.clientID &&
    this.#runs.some(({ copy, text }) => copy <= clock && clock < copy + text.length);

  /** A lost line in which copies of mine are looked for in the other copy before they are put back. */
  doubt(line: LostLine): LostLine {
    const parts = line.parts.flatMap((part) =>
      part.isMine === "surely" && part.seed === undefined ? cutWhere(part, this.#isCopy) : [part],
    );
    const doubted = parts.map((part) => {
      const isDoubtful = part.isMine === "surely" && part.seed === undefined && this.#isCopy(part.id);
      return isDoubtful ? ({ ...part, isMine: "perhaps" } as const) : part;
    });
    return { ...line, parts: doubted };
  }

  /** Copies of what an update names as deleted, now or a little earlier. */
  #suspect(named: DeletedClocks): readonly CopiedRun[] {
    const now = this.#runs.flatMap((run) => namedParts(run, named));
    const waiting = this.#expected.filter(({ turns }) => turns > 0);
    this.#expected = [
      ...waiting.map(({ run, turns }) => ({ run, turns: turns - 1 })),
      ...now.map((run) => ({ run, turns: patience })),
    ].slice(-mostRuns);
    return [...now, ...waiting.map(({ run }) => run)];
  }

  /** A lost line without what the deleter's own copies have: letters that both of us had copied. */
  without(line: LostLine, before: ReadonlyMap<number, number>, named: DeletedClocks): LostLine {
    const suspected = this.#runs.flatMap((run) => namedParts(run, named));
    if (suspected.length === 0) return line;
    const { clientID } = this.#ydoc;
    const texts = foreignTexts(this.#ydoc, before, (client) => client !== clientID);
    const doubled = doubledClocks(suspected, texts);
    const parts = line.parts.flatMap((part) => {
      if (part.isMine === false || part.seed !== undefined || part.id.client !== clientID) return [part];
      const own = { clock: part.id.clock, len: part.text.length };
      return withoutNamed([own], 0, { clients: new Map([[0, doubled]]) }).map(({ clock, len }) => {
        const from = clock - part.id.clock;
        const text = part.text.slice(from, from + len);
        return { ...part, id: laterId(part.id, from), at: part.at + from, text };
      });
    });
    return { ...line, parts };
  }

  /** Deletes the letters of mine that somebody else copied too, and the blocks that nothing is left in. */
  dropRuns(transaction: Y.Transaction, before: ReadonlyMap<number, number>, named: DeletedClocks): void {
    const { doc } = transaction;
    const suspected = this.#suspect(named);
    if (suspected.length === 0) return;
    const texts = foreignTexts(doc, before, (client) => client < doc.clientID);
    const doubled = doubledClocks(suspected, texts);
    if (doubled.length === 0) return;
    this.#expected = [];
    const set = Y.createDeleteSet();
    set.clients.set(doc.clientID, [...doubled]);
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

function isInOneText(changed: Y.Transaction["changed"]): boolean {
  const [type] = changed.keys();
  return changed.size === 1 && type instanceof Y.XmlText;
}

function isNamed({ sources }: Made, named: DeletedClocks): boolean {
  return sources.some(({ client, clock }) => onlyNamed([{ clock, len: 1 }], client, named).length > 0);
}

function isAlike(mine: Y.XmlElement, theirs: Y.XmlElement): boolean {
  const [own, other] = [readLine(mine, isAlive).text, readLine(theirs, isAlive).text];
  const shared = matches(own, other).reduce((sum, { length }) => sum + length, 0);
  return shared * 2 >= own.length;
}

/** What others wrote since then, text by text and client by client. */
function foreignTexts(
  ydoc: Y.Doc,
  before: ReadonlyMap<number, number>,
  isAsked: (client: number) => boolean,
): readonly string[] {
  const found = new Map<string, string>();
  const numbers = new Map<Y.XmlText, number>();
  for (const client of ydoc.store.clients.keys()) {
    if (!isAsked(client)) continue;
    for (const { parent } of writtenSince(ydoc, client, before))
      if (parent instanceof Y.XmlText && !numbers.has(parent)) numbers.set(parent, numbers.size);
  }
  for (const [text, number] of numbers) {
    for (const { id, content, deleted } of itemsOf(text)) {
      if (deleted || !isAsked(id.client) || !(content instanceof Y.ContentString)) continue;
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

/** Which of my clocks hold copies that others have too. */
function doubledClocks(runs: readonly CopiedRun[], texts: readonly string[]): readonly Clocks[] {
  return inRows(runs).flatMap(({ text, copy, whole }) => {
    const found = texts.map((other) => matches(text, other, whole)).find((some) => some.length > 0) ?? [];
    return found.map(({ from, length }) => ({ clock: copy + from, len: length }));
  });
}

/** Copies that stand behind each other, as one: a letter alone may stand anywhere by chance. */
function inRows(runs: readonly CopiedRun[]): readonly Pick<CopiedRun, "text" | "copy" | "whole">[] {
  const rows: { text: string; readonly copy: number; readonly whole: number }[] = [];
  for (const { text, copy, whole } of runs.toSorted((a, b) => a.copy - b.copy)) {
    const last = rows.at(-1);
    const end = last === undefined ? copy : last.copy + last.text.length;
    if (last !== undefined && end === copy) last.text += text;
    else if (last === undefined || end < copy) rows.push({ text, copy, whole });
  }
  return rows;
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
