import type { Histogram } from "./histogram.ts";

/** The media type of the text format. */
export const expositionType = "text/plain; version=0.0.4; charset=utf-8";

/** Numbers in Prometheus' text format (https://prometheus.io/docs/instrumenting/exposition_formats/). */
export class Exposition {
  readonly #lines: string[] = [];

  gauge(name: string, help: string, value: number): void {
    this.#head(name, help, "gauge");
    this.#lines.push(`${name} ${value}`);
  }

  counter(name: string, help: string, value: number): void {
    this.#head(name, help, "counter");
    this.#lines.push(`${name} ${value}`);
  }

  /** One counter for each value of a label. */
  counters(name: string, help: string, label: string, values: Iterable<readonly [number, number]>): void {
    this.#head(name, help, "counter");
    for (const [key, value] of values) this.#lines.push(`${name}{${label}="${key}"} ${value}`);
  }

  histogram(name: string, help: string, { bounds, counts, sum, count }: Histogram): void {
    this.#head(name, help, "histogram");
    let below = 0;
    for (const [at, bound] of bounds.entries()) {
      below += counts[at] ?? 0;
      this.#lines.push(`${name}_bucket{le="${bound}"} ${below}`);
    }
    this.#lines.push(`${name}_bucket{le="+Inf"} ${count}`, `${name}_sum ${sum}`, `${name}_count ${count}`);
  }

  toString(): string {
    return `${this.#lines.join("\n")}\n`;
  }

  #head(name: string, help: string, type: string): void {
    this.#lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`);
  }
}
