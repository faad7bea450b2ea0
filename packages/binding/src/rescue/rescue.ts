import * as Y from "yjs";
import { authorOf } from "../transaction-author.ts";
import { Blocks } from "./blocks.ts";
import { type Arrivals, arrivalsSince } from "./candidates.ts";
import { Copies } from "./copies.ts";
import { findDying, type Lost, type LostBlock, type LostLine } from "./dying.ts";
import { typeOf } from "./line.ts";
import { lineSeed, readPieces } from "./lost-content.ts";
import { merge } from "./merging.ts";
import { rescueOrigin } from "./origin.ts";
import type { Piece } from "./pieces.ts";
import { placeBlock, placeLine } from "./placing.ts";
import { isHollow, prune, type Seed, wordsOf } from "./seed.ts";
import { WaitingLines } from "./waiting-lines.ts";
import { type DeletedClocks, wireDeletes } from "./wire-deletes.ts";
import { type Before, writtenSince } from "./written.ts";

/** Words of mine that went with a block, and could not be put back. */
export interface LostWords {
  readonly text: string;
  /** They as they stood there: the element that held them, with nothing else in it. `readSeed` makes a node of it. */
  readonly content: Seed;
  /** The block that they stood in, where it had an id. */
  readonly blockId: string | undefined;
  /** The client that deleted it, where the update shows it or the provider was told. */
  readonly deletedBy: number | undefined;
}

/** What a rescue is made with. */
export interface RescueOptions {
  readonly fragment: Y.XmlFragment;
  /** The attribute by which a block is known. Default: `id`. */
  readonly idAttribute?: string;
  /** Whether an element of this name may hold text. Without it, the kind that the words stood in, and what has text. */
  readonly isTextblock?: (name: string) => boolean;
  /** Whether an element of the first name may hold one of the second, such as a break in a line; else a line ends there. */
  readonly mayHold?: (parent: string, child: string) => boolean;
  /** Words were lost with their block. */
  readonly onLost?: (lost: LostWords) => void;
  /** Words that were told as lost are back: their block came back. */
  readonly onReturned?: (returned: Pick<LostWords, "text" | "blockId">) => void;
}

/** A remote transaction in which something of mine went. */
interface Loss {
  readonly lost: readonly Lost[];
  readonly before: Before;
  readonly named: DeletedClocks | undefined;
  readonly deletedBy: number | undefined;
}

/**
 * Keeps this session's words when somebody deletes, moves or joins the element that they are being typed into. Yjs deletes
 * what stands in a deleted element. This session, whose words its deleter had not seen, puts them back, once: into the block
 * with the same id, else where the letters beside them went. Where neither is, it says so.
 *
 * What a deleter had seen is what its update names as deleted (`wireDeletesKey`); without that, what its copy has.
 */
export class Rescue {
  readonly #options: RescueOptions;
  readonly #ydoc: Y.Doc;
  readonly #blocks: Blocks;
  readonly #copies: Copies;
  readonly #waiting = new WaitingLines();
  #losses: Loss[] = [];

  constructor(options: RescueOptions) {
    const { fragment, idAttribute = "id", isTextblock, mayHold } = options;
    if (fragment.doc === null)
      throw new Error("a Rescue needs a fragment that is in a Y.Doc, this one is not");
    this.#options = options;
    this.#ydoc = fragment.doc;
    this.#blocks = new Blocks({ fragment, idAttribute, isTextblock, mayHold });
    this.#copies = new Copies(this.#ydoc, this.#blocks);
    this.#ydoc.on("afterTransaction", this.#look);
    this.#ydoc.on("afterAllTransactions", this.#rescue);
  }

  /** Lets go of the Y.Doc. */
  destroy(): void {
    this.#ydoc.off("afterTransaction", this.#look);
    this.#ydoc.off("afterAllTransactions", this.#rescue);
  }

  readonly #isMine = (client: number): boolean => client === this.#ydoc.clientID;

  /** While what was deleted can still be read. */
  readonly #look = (transaction: Y.Transaction): void => {
    if (transaction.local) return this.#copies.note(transaction);
    const named = wireDeletes(transaction);
    const lost = findDying(transaction, this.#blocks, this.#isMine, named);
    if (lost.length === 0 && !this.#waitsFor(transaction) && !this.#copies.mayMeet(transaction, named))
      return;
    const { beforeState: before } = transaction;
    this.#losses.push({ lost, before, named, deletedBy: authorOf(transaction) });
  };

  #waitsFor({ changed }: Y.Transaction): boolean {
    return !this.#waiting.isEmpty && [...changed.values()].some((names) => names.has(null));
  }

  /** When Yjs is done with it: what is written here is a transaction of its own. */
  readonly #rescue = (): void => {
    const losses = this.#losses;
    if (losses.length === 0) return;
    this.#losses = [];
    this.#ydoc.transact((transaction) => {
      for (const loss of losses) {
        this.#putBack(loss);
        this.#dropDoubles(loss, transaction);
      }
    }, rescueOrigin);
  };

  #dropDoubles({ before, named, deletedBy }: Loss, transaction: Y.Transaction): void {
    for (const double of this.#copies.made.doubles(before)) {
      for (const lost of merge(double, this.#blocks, this.#copies)) this.#tell(lost, deletedBy);
    }
    if (named !== undefined) this.#copies.dropRuns(transaction, before, named);
  }

  /** Of a line, these pieces are lost, or all of it. */
  #tell(lost: Lost, deletedBy: number | undefined, pieces?: readonly Piece[]): void {
    const content = lost.type === "line" ? lineSeed(lost, pieces) : lost.seed;
    const text = pieces ? readPieces(pieces) : wordsOf(content);
    if (text === "") return;
    const blockId = lost.type === "line" ? lost.home?.id : lost.id;
    if (lost.type === "line") this.#waiting.add(lost);
    this.#options.onLost?.({ text, content, blockId, deletedBy });
  }

  #putBack(loss: Loss): void {
    const { before, named } = loss;
    const arrivals = arrivalsSince(this.#ydoc, before, this.#isMine);
    if (named !== undefined) this.#copies.made.contest(named);
    this.#return(before, named);
    for (const lost of loss.lost) {
      if (lost.type === "line") this.#putLine(lost, loss, arrivals);
      else this.#putBlock(lost, loss, arrivals);
    }
  }

  #putLine(line: LostLine, { before, named, deletedBy }: Loss, arrivals: Arrivals): void {
    const missing = this.#missing(this.#copies.doubt(line), before, named);
    const copies = this.#blocks.find(idsOf(line)).get(line.home?.id ?? "") ?? [];
    this.#tell(missing, deletedBy, placeLine(missing, this.#blocks, copies, arrivals, this.#copies).left);
  }

  /** A block goes back without what of it is there already as somebody's copy, which gets the words that it lacks. */
  #putBlock(lost: LostBlock, loss: Loss, arrivals: Arrivals): void {
    const ids = this.#blocks.idsOfSeed(lost.seed);
    const copies = this.#blocks.find(new Set([...idsOf(lost), ...ids]));
    const isElsewhere = (id: string) => this.#isElsewhere(id, copies);
    const isThere = (seed: Seed) =>
      this.#blocks.idOfSeed(seed) !== undefined && this.#blocks.idsOfSeed(seed).every(isElsewhere);
    const isLineThere = lost.isLine && isThere(lost.seed);
    // What was put around blocks goes with them; a cell or a row, which has no id, is a part of something.
    const isEmptied = lost.id !== undefined && isHollow(lost.seed, isThere);
    const seed = isLineThere || isEmptied ? undefined : prune(lost.seed, isThere);
    const block = seed && { ...lost, seed };
    if (block && !placeBlock(block, this.#blocks, copies, this.#copies)) this.#tell(block, loss.deletedBy);
    const kept = new Set(seed && this.#blocks.idsOfSeed(seed));
    const leftOut = new Set<string | undefined>(ids.filter((id) => !kept.has(id)));
    for (const line of lost.lines) if (leftOut.has(line.home?.id)) this.#putLine(line, loss, arrivals);
  }

  /** What of a line is nowhere yet. */
  #missing(line: LostLine, before: Before, named: DeletedClocks | undefined): LostLine {
    return named === undefined ? line : this.#copies.without(line, before, named);
  }

  /** Whether a block that went is there as somebody's copy, which stays. */
  #isElsewhere(id: string, copies: ReadonlyMap<string, readonly Y.XmlElement[]>): boolean {
    const copy = copies.get(id)?.[0];
    return copy !== undefined && !this.#copies.made.outlives(id, copy);
  }

  /** Blocks that came back: what was typed into them goes back, unless it is there. */
  #return(before: Before, named: DeletedClocks | undefined): void {
    if (this.#waiting.isEmpty) return;
    const ids = new Set<string>();
    for (const item of writtenSince(this.#ydoc, before)) {
      const type = item.deleted ? undefined : typeOf(item);
      const id = type instanceof Y.XmlElement ? this.#blocks.idOf(type) : undefined;
      if (id !== undefined && this.#waiting.has(id)) ids.add(id);
    }
    const copies = this.#blocks.find(ids);
    for (const id of ids) {
      for (const line of this.#waiting.take(id))
        this.#returnLine(this.#missing(line, before, named), copies.get(id));
    }
  }

  #returnLine(line: LostLine, copies: readonly Y.XmlElement[] = []): void {
    const arrivals = { lines: new Set<never>(), oldLetters: () => 0 };
    // What came back may have been put back by somebody else.
    const parts = line.parts.map((part) => ({ ...part, isMine: part.isMine && ("perhaps" as const) }));
    const { placed } = placeLine({ ...line, parts }, this.#blocks, copies, arrivals, this.#copies);
    const text = readPieces(placed);
    if (text !== "") this.#options.onReturned?.({ text, blockId: line.home?.id });
  }
}

function idsOf(lost: Lost): ReadonlySet<string> {
  const neighbours = lost.type === "block" ? [...lost.before, ...lost.behind] : [];
  const own = lost.type === "block" ? lost.id : undefined;
  const ids = [own, lost.home?.id, ...neighbours.map(({ id }) => id)];
  return new Set(ids.filter((id) => id !== undefined));
}
