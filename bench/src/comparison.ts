import { median, showFigure } from "./figures.ts";
import type { Measurement } from "./line.ts";
import type { Metric, Ratio } from "./metric.ts";
import type { Measurable } from "./target.ts";

/** Percent of a core that others may use beside a figure before it is held to be disturbed. */
const noisy = 25;

/** A server or a page as tables know it. */
export type Known = Pick<Measurable, "name" | "kind">;

/** One target's figure of one metric. */
interface Figure {
  /** The median of its undisturbed rounds, or of all where there is none. NaN where nothing was measured. */
  readonly value: number;
  readonly isDisturbed: boolean;
}

/** One scenario's figures in one case. */
export class Comparison {
  readonly #lines: readonly Measurement[];
  readonly #metrics: Readonly<Record<string, Metric>>;
  /** Those that something was measured of, in the order of the tables. */
  readonly present: readonly Known[];

  constructor(
    lines: readonly Measurement[],
    metrics: Readonly<Record<string, Metric>>,
    targets: readonly Known[],
  ) {
    this.#lines = lines;
    this.#metrics = metrics;
    this.present = targets.filter(({ name }) => lines.some(({ target }) => target === name));
  }

  /** A figure as it is shown; a star where the machine was busy with other things. */
  show(target: string, metric: string): string {
    const { value, isDisturbed } = this.#figure(target, metric);
    return `${showFigure(value)}${isDisturbed ? " *" : ""}`;
  }

  /** A ratio as it is shown; empty where there is nobody to compare with. */
  showRatio(target: string, { metric, to, by = metric }: Ratio): string {
    const own = this.#figure(target, metric).value;
    const other = to === "best peer" ? this.#best(by) : this.#figure(to, by).value;
    return other > 0 && Number.isFinite(other) && !Number.isNaN(own) ? (own / other).toFixed(2) : "";
  }

  #best(metric: string): number {
    const values = this.present
      .filter(({ kind }) => kind === "peer")
      .map(({ name }) => this.#figure(name, metric).value)
      .filter((value) => value > 0);
    return this.#metrics[metric]?.better === "more" ? Math.max(...values) : Math.min(...values);
  }

  #figure(target: string, metric: string): Figure {
    const all = this.#lines.filter(
      (line) => line.target === target && line.metric === metric && line.value !== null,
    );
    const calm = all.filter(({ noise }) => noise === null || noise <= noisy);
    const used = calm.length > 0 ? calm : all;
    const value = median(used.flatMap((line) => (line.value === null ? [] : [line.value])));
    return { value, isDisturbed: all.length > 0 && calm.length === 0 };
  }
}

/** The figures of a scenario, case by case. */
export function casesOf(
  { name, metrics }: { readonly name: string; readonly metrics: Readonly<Record<string, Metric>> },
  lines: readonly Measurement[],
  targets: readonly Known[],
): ReadonlyMap<string, Comparison> {
  const mine = lines.filter((line) => line.scenario === name);
  const cases = [...new Set(mine.map((line) => line.case))];
  return new Map(
    cases.map((one) => [
      one,
      new Comparison(
        mine.filter((line) => line.case === one),
        metrics,
        targets,
      ),
    ]),
  );
}
