import * as Y from "yjs";
import { fewLetters } from "./alignment.ts";
import type { Blocks } from "./blocks.ts";
import {
  type CopiedRun,
  findCopied,
  followCopies,
  type Match,
  matches,
  namedParts,
  partsLeft,
} from "./copied-runs.ts";
import type { LostLine } from "./dying.ts";
import { isAlive, itemsOf, ownerOf, type Parent, readLine } from "./line.ts";
import { MadeBlocks } from "./made-blocks.ts";
import { cutWhere, laterId } from "./pieces.ts";
import type { Ledger } from "./seed.ts";
import { type Clocks, type DeletedClocks, inOrder, withoutNamed } from "./wire-deletes.ts";
import { type Before, writtenSince } from "./written.ts";

/** As many as long work brings; the oldest are forgotten first. */
const mostRuns = 2_000;

/** For how many remote transactions a copy is expected of somebody who deleted what I copied: their session may be putting it back. */
const patience = 20;

/**
 * What the structural edits of this session copied. When it shows that somebody else made a copy of the same, without
 * having seen mine, the copy of the lower client id stays, and mine is to go if it is the other one.
 */
export class Copies implements Ledger {
  readonly made: MadeBlocks;
  readonly #ydoc: Y.Doc;
  #runs: readonly CopiedRun[] = [];
  /** Copies of mine of what somebody else deleted too, and how long theirs is waited for. */
  #expected: readonly { readonly run: CopiedRun; readonly turns: number }[] = [];

  constructor(ydoc: Y.Doc, blocks: Blocks) {
    this.#ydoc = ydoc;
    this.made = new MadeBlocks(ydoc, blocks);
  }

  /** Looks at what was done here. Costs nothing where letters were typed, or deleted in one text. */
  note(transaction: Y.Transaction): void {
    const { clientID: client } = this.#ydoc;
    const { deleteSet, changed, beforeState, afterState } = transaction;
    if (deleteSet.clients.size === 0 || isInOneText(changed)) return;
    if ((afterState.get(client) ?? 0) === (beforeState.get(client) ?? 0)) return;
    this.#add(findCopied(transaction, client));
    this.made.note(transaction);
  }

  #add(copied: readonly CopiedRun[]): void {
    const again = copied.filter(({ client }) => client === this.#ydoc.clientID);
    const followed = this.#runs.flatMap((run) => followCopies(run, again));
    this.#runs = [...followed, ...copied].slice(-mostRuns);
    this.#expected = this.#expected.flatMap(({ run, turns }) =>
      followCopies(run, again).map((part) => ({ run: part, turns })),
    );
  }

  /** Letters were put back, which may have been copies already. */
  letters(text: string, { client, clock }: Y.ID, copy: number): void {
    this.#add([{ text, client, clock, copy, whole: text.length }]);
  }

  /** A block was put back. */
  element(element: Y.XmlElement): void {
    this.made.add(element);
  }

  /** Whether a remote transaction may bring a second copy of something: it names what I deleted, or shows a new block. */
  mayMeet({ changed }: Y.Transaction, named: DeletedClocks | undefined): boolean {
    if (this.#runs.length === 0 && this.made.isEmpty) return false;
    if (this.#expected.length > 0 || !isInOneText(changed)) return true;
    return named !== undefined && this.#runs.some((run) => namedParts(run, named).length > 0);
  }

  /** Whether a letter is a copy of mine, and was not typed where it is. */
  readonly isCopy = ({ client, clock }: Y.ID): boolean =>
    client === this.#ydoc.clientID &&
    this.#runs.some(({ copy, text }) => copy <= clock && clock < copy + text.length);

  /** A lost line in which copies of mine are looked for in the other copy before they are put back. */
  doubt(line: LostLine): LostLine {
    const parts = line.parts.flatMap((part) =>
      part.isMine === "surely" && part.seed === undefined ? cutWhere(part, this.isCopy) : [part],
    );
    const doubted = parts.map((part) => {
      const isDoubtful = part.isMine === "surely" && part.seed === undefined && this.isCopy(part.id);
      return isDoubtful ? ({ ...part, isMine: "perhaps" } as const) : part;
    });
    return { ...line, parts: doubted };
  }

  /** Copies of what an update names as deleted, now or a little earlier. */
  #suspected(named: DeletedClocks): readonly CopiedRun[] {
    const now = this.#runs.flatMap((run) => namedParts(run, named));
    return [...now, ...this.#expected.map(({ run }) => run)];
  }

  /** From now on a copy is expected of whoever deleted these. */
  #expect(named: DeletedClocks): void {
    const now = this.#runs.flatMap((run) => namedParts(run, named));
    const waiting = this.#expected.map(({ run, turns }) => ({ run, turns: turns - 1 }));
    const all = [...waiting, ...now.map((run) => ({ run, turns: patience }))];
    this.#expected = all.filter(({ turns }) => turns > 0).slice(-mostRuns);
  }

  /** A lost line without what the deleter's own copies have: letters that both of us had copied. */
  without(line: LostLine, before: Before, named: DeletedClocks): LostLine {
    const suspected = this.#suspected(named);
    if (suspected.length === 0) return line;
    const { clientID } = this.#ydoc;
    const texts = this.#foreignTexts(before).map(({ letters }) => letters);
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

  /** What others wrote since then, text by text, but for what somebody will take away. */
  #foreignTexts(before: Before): readonly ForeignText[] {
    const { clientID } = this.#ydoc;
    const texts = new Set<Y.XmlText>();
    for (const item of writtenSince(this.#ydoc, before)) {
      const { parent } = item;
      if (item.id.client !== clientID && isAlive(item) && parent instanceof Y.XmlText) texts.add(parent);
    }
    return [...texts]
      .filter((text) => !this.made.isGoing(ownerOf(text)))
      .flatMap((text) => newLetters(text, before, clientID));
  }

  /**
   * Which of these letters of mine go. Of two copies in one line it is the first: both are what stood behind a place in it, and
   * the words keep their order. Of others it is the one of the higher client id.
   */
  #givenWay(suspected: readonly CopiedRun[], before: Before): readonly Clocks[] {
    const { clientID } = this.#ydoc;
    const theirs = this.#foreignTexts(before);
    const places = Map.groupBy(suspected, ({ copy }) => textAt(this.#ydoc, clientID, copy));
    const doubled = [...places].flatMap(([mine, runs]) => {
      const stays = ({ text, client }: ForeignText) =>
        mine !== undefined && mine !== text && ownerOf(mine) === ownerOf(text)
          ? isBefore(mine, text)
          : client < clientID;
      const stay = theirs.filter(stays);
      return doubledClocks(
        runs,
        stay.map(({ letters }) => letters),
      );
    });
    return inOrder(doubled);
  }

  /** Deletes the letters of mine that somebody else copied too, and the blocks that nothing is left in. */
  dropRuns(transaction: Y.Transaction, before: Before, named: DeletedClocks): void {
    const { doc } = transaction;
    const suspected = this.#suspected(named);
    this.#expect(named);
    if (suspected.length === 0) return;
    const doubled = this.#givenWay(suspected, before);
    if (doubled.length === 0) return;
    this.#expected = this.#expected.flatMap(({ run, turns }) =>
      partsLeft(run, doubled).map((part) => ({ run: part, turns })),
    );
    const set = Y.createDeleteSet();
    set.clients.set(doc.clientID, [...doubled]);
    const lines = new Set<Parent>();
    Y.iterateDeletedStructs(transaction, set, (struct) => {
      if (!(struct instanceof Y.Item) || struct.deleted) return;
      const owner = struct.parent instanceof Y.XmlText ? ownerOf(struct.parent) : undefined;
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

/** What somebody else wrote in a text. */
interface ForeignText {
  readonly text: Y.XmlText;
  readonly client: number;
  readonly letters: string;
}

/** What is in a text of what others wrote since then, client by client. */
function newLetters(text: Y.XmlText, before: Before, own: number): readonly ForeignText[] {
  const found = new Map<number, string>();
  for (const { id, content, deleted } of itemsOf(text)) {
    if (deleted || id.client === own || !(content instanceof Y.ContentString)) continue;
    const old = Math.max(0, (before.get(id.client) ?? 0) - id.clock);
    found.set(id.client, (found.get(id.client) ?? "") + content.str.slice(old));
  }
  return [...found].map(([client, letters]) => ({ text, client, letters }));
}

/** The text that a letter stands in. */
function textAt(ydoc: Y.Doc, client: number, clock: number): Y.XmlText | undefined {
  const item = Y.getItem(ydoc.store, Y.createID(client, clock));
  return item instanceof Y.Item && item.parent instanceof Y.XmlText ? item.parent : undefined;
}

/** Whether a text stands before another one of its line. */
function isBefore(text: Y.XmlText, other: Y.XmlText): boolean {
  for (let item = text._item?.right ?? null; item !== null; item = item.right)
    if (item === other._item) return true;
  return false;
}

/** Which of my clocks hold copies that others have too. */
function doubledClocks(runs: readonly CopiedRun[], texts: readonly string[]): readonly Clocks[] {
  const doubled = inRows(runs).flatMap(({ text, copy, whole }) =>
    texts
      .flatMap((other) => sharedLetters(text, other, whole))
      .map(({ from, length }) => ({ clock: copy + from, len: length })),
  );
  return inOrder(doubled);
}

/** Where letters of mine stand in another text: at its end, if it has all of them or they have all of it. */
function sharedLetters(
  text: string,
  other: string,
  whole: number,
): readonly Pick<Match, "from" | "length">[] {
  const least = Math.min(fewLetters, whole);
  if (text.length >= least && other.includes(text)) return [{ from: 0, length: text.length }];
  if (other.length >= least && text.includes(other))
    return [{ from: text.lastIndexOf(other), length: other.length }];
  return matches(text, other, whole);
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

/** Takes away a block of mine that has nothing in it any more, unless its parent would be empty. */
function dropEmpty(line: Parent, client: number): void {
  if (!(line instanceof Y.XmlElement) || line._item?.id.client !== client || !isAlive(line._item)) return;
  if (readLine(line, isAlive).text !== "") return;
  const { parent } = line;
  if (!(parent instanceof Y.XmlFragment) || parent.length < 2) return;
  parent.delete(parent.toArray().indexOf(line), 1);
}
