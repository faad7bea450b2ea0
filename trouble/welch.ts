import { createRandom, type Random } from "./random.ts";
import { printedSeed } from "./runs.ts";

/** What two ways took, each time that they were tried: in the order that they came. */
export interface Timings {
  readonly one: Float64Array;
  readonly other: Float64Array;
}

/** From here on dudect's authors, and the people who measure leaks of chips before them, speak of a difference. */
export const differsFrom = 4.5;

/** Timings of each kind. */
const tries = 20_000;

/** How many crops are looked at. */
const crops = 100;

/**
 * Times two kinds of work, `count` of each, in random order, so that whatever else the machine does meets both alike. `time` tries
 * one and answers with what it took. What comes first is thrown away: V8 compiles it.
 */
export async function timeBoth(
  count: number,
  random: Random,
  time: (isOne: boolean) => number | Promise<number>,
): Promise<Timings> {
  for (let warm = 0; warm < Math.min(1_000, count / 10); warm++) await time(warm % 2 === 0);
  const one = new Float64Array(count);
  const other = new Float64Array(count);
  for (let ones = 0, others = 0; ones + others < 2 * count; ) {
    const isOne = others === count || (ones < count && random.chance(0.5));
    const took = await time(isOne);
    if (isOne) one[ones++] = took;
    else other[others++] = took;
  }
  return { one, other };
}

/** Welch's t of two samples: how many standard errors lie between their means. */
export function welchT(one: ArrayLike<number>, other: ArrayLike<number>): number {
  const [a, b] = [momentsOf(one), momentsOf(other)];
  const error = Math.sqrt(a.variance / a.count + b.variance / b.count);
  return error === 0 ? 0 : (a.mean - b.mean) / error;
}

/**
 * The t that is furthest from 0, of all timings and of those below each of a hundred bounds: a machine interrupts now and then,
 * which only makes work longer. After dudect (Reparaz, Balasch, Verbauwhede: Dude, is my code constant time? DATE 2017), whose
 * bounds stand close to each other where most timings are. As there, what leaves too little to compare is not looked at.
 */
export function furthestT({ one, other }: Timings): number {
  const sorted = Float64Array.from([...one, ...other]).sort();
  const least = sorted.length / 20;
  let furthest = welchT(one, other);
  for (let crop = 1; crop <= crops; crop++) {
    const bound =
      sorted[Math.floor(sorted.length * (1 - 0.5 ** ((10 * crop) / crops)))] ?? Number.POSITIVE_INFINITY;
    const kept = [one, other].map((timings) => timings.filter((took) => took < bound));
    const [a, b] = kept as [Float64Array, Float64Array];
    if (a.length < least || b.length < least) continue;
    const t = welchT(a, b);
    if (Math.abs(t) > Math.abs(furthest)) furthest = t;
  }
  return furthest;
}

/**
 * The t of two kinds of work, each tried 20,000 times; prints it. What the work is done on is made before the time is taken, in the
 * same way for both. Of so many crops one is far off by chance now and then: a difference is believed when it is there twice.
 */
export async function differenceOf(
  what: string,
  prepare: (isOne: boolean) => () => unknown,
): Promise<number> {
  const random = createRandom(printedSeed(what));
  const first = await measure(what, random, prepare);
  if (Math.abs(first) < differsFrom) return first;
  const second = await measure(`${what}, again`, random, prepare);
  return first * second > 0 ? second : 0;
}

async function measure(
  what: string,
  random: Random,
  prepare: (isOne: boolean) => () => unknown,
): Promise<number> {
  const timings = await timeBoth(tries, random, async (isOne) => {
    const work = prepare(isOne);
    const since = process.hrtime.bigint();
    await work();
    return Number(process.hrtime.bigint() - since);
  });
  const t = furthestT(timings);
  const [one, other] = [timings.one, timings.other].map((each) => (median(each) / 1_000).toFixed(2));
  console.info(`${what}: t = ${t.toFixed(2)} of ${tries} each, ${one} and ${other} µs in the middle`);
  return t;
}

/** The value in the middle. */
function median(values: Float64Array): number {
  return values.toSorted()[values.length >> 1] ?? Number.NaN;
}

function momentsOf(values: ArrayLike<number>) {
  const count = values.length;
  let sum = 0;
  for (let at = 0; at < count; at++) sum += values[at] ?? 0;
  const mean = sum / count;
  let squares = 0;
  for (let at = 0; at < count; at++) squares += ((values[at] ?? 0) - mean) ** 2;
  return { count, mean, variance: squares / (count - 1) };
}
