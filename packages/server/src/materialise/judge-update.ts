import { beforeHole } from "../gate/before-hole.ts";
import { DocIndex, type Knowledge, type News } from "../gate/doc-index.ts";
import { judge, type Verdict } from "../gate/gate.ts";
import type { IdRanges } from "../gate/id-ranges.ts";
import { newsIn } from "../gate/news-in.ts";
import { decodeKnowledge, encodeKnowledge } from "../store/snapshot.ts";

/** An update to be judged away from the room, and what the room knows of its document. */
export interface JudgeJob {
  readonly update: Uint8Array;
  readonly knowledge: Uint8Array;
  /** Whether the document keeps to Quire's schema. */
  readonly isGated: boolean;
  /** Whether it is all that its sender has: then what stands before a hole in it is taken. */
  readonly bringsAll: boolean;
}

/** What the gate says, as a worker says it. */
export interface PackedJudgement {
  readonly verdict: PackedVerdict;
  /** The update without what is there already, or will be when the part before its hole is taken. */
  readonly taken: Uint8Array | undefined;
  /** Of an update with a hole, the part before it. */
  readonly before: { readonly update: Uint8Array; readonly judgement: PackedJudgement } | undefined;
}

type PackedVerdict = Exclude<Verdict, { readonly type: "news" }> | PackedNews;

interface PackedNews {
  readonly type: "news";
  readonly knowledge: Uint8Array;
  /** What else is said of the news. */
  readonly said: Omit<News, keyof Knowledge>;
  /** Where the document stood for each client that goes on: it must stand there still. */
  readonly from: ReadonlyMap<number, number>;
}

/** What the gate said of an update while nobody waited for it. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly taken: Uint8Array | undefined;
  readonly before: { readonly update: Uint8Array; readonly judgement: Judgement } | undefined;
}

/** Judges an update as a room would. */
export function judgeUpdate({ update, knowledge, isGated, bringsAll }: JudgeJob): PackedJudgement {
  const index = new DocIndex();
  index.take(decodeKnowledge(knowledge));
  const whole = judgeBy(index, update, isGated);
  if (whole.verdict.type !== "gap" || !bringsAll) return whole;
  const part = beforeHole(update, index);
  const judgement = part && judgeBy(index, part, isGated);
  // What waits for the hole to be filled is what is left when the part before it is taken.
  if (judgement?.verdict.type === "news") index.take(decodeKnowledge(judgement.verdict.knowledge));
  const before = part && judgement && { update: part, judgement };
  return { ...whole, taken: newsIn(update, index), before };
}

function judgeBy(index: DocIndex, update: Uint8Array, isGated: boolean): PackedJudgement {
  const verdict = judge(update, index, { schema: isGated });
  const isCut = verdict.type === "news" && verdict.news.isPartlyKnown;
  return {
    verdict: packed(verdict, index),
    taken: isCut ? newsIn(update, index) : undefined,
    before: undefined,
  };
}

/** What a worker said, if it is still true of the document: undefined where that has gone on in the same clients. */
export function unpackJudgement(given: PackedJudgement, index: DocIndex): Judgement | undefined {
  const { verdict, taken, before } = given;
  const judgement = before && unpackJudgement(before.judgement, index);
  if (before !== undefined && judgement === undefined) return undefined;
  const part = before && judgement && { update: before.update, judgement };
  if (verdict.type === "gap" && index.clock(verdict.missing.client) > verdict.missing.clock) return undefined;
  if (verdict.type !== "news") return { verdict, taken, before: part };
  for (const [client, clock] of verdict.from) if (index.clock(client) !== clock) return undefined;
  const news = { ...decodeKnowledge(verdict.knowledge), ...verdict.said };
  const isKnown = news.clocks.size === 0 && areDeleted(news.deletes, index);
  return { verdict: isKnown ? { type: "nothing" } : { type: "news", news }, taken, before: part };
}

function areDeleted(deletes: IdRanges, index: DocIndex): boolean {
  return [...deletes.runs()].every(({ client, start, length }) =>
    index.deletes.covers(client, start, length),
  );
}

function packed(verdict: Verdict, index: DocIndex): PackedVerdict {
  if (verdict.type !== "news") return verdict;
  const { clocks, deletes, places, kinds, ...said } = verdict.news;
  const from = new Map([...clocks.keys()].map((client) => [client, index.clock(client)]));
  return { type: "news", said, from, knowledge: encodeKnowledge({ clocks, deletes, places, kinds }) };
}
