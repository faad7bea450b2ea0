import type { Line } from "./line.ts";
import type { Measured } from "./metric.ts";

/** Whose figures they are. */
export interface Source {
  readonly scenario: Measured;
  readonly target: { readonly name: string };
  readonly round: number;
  readonly say: (line: Line) => void;
}

/** Figures by metric; undefined and NaN where one could not be read. */
export type Values = Readonly<Record<string, number | undefined>>;

/** Says figures, a line each. A metric that the scenario does not name is a mistake. */
export function record(
  { scenario, target, round, say }: Source,
  caseName: string,
  values: Values,
  noise?: number,
): void {
  for (const [metric, value] of Object.entries(values)) {
    const known = scenario.metrics[metric];
    if (known === undefined) throw new Error(`${scenario.name} has no metric "${metric}"`);
    say({
      type: "measurement",
      scenario: scenario.name,
      case: caseName,
      target: target.name,
      metric,
      unit: known.unit,
      value: value !== undefined && Number.isFinite(value) ? Number(value.toPrecision(6)) : null,
      round,
      noise: noise !== undefined && Number.isFinite(noise) ? Math.round(noise) : null,
    });
  }
}
