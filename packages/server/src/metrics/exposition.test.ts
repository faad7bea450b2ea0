import { expect, it } from "vitest";
import { Exposition } from "./exposition.ts";
import { Histogram } from "./histogram.ts";

it("M1 numbers are written as Prometheus reads them", () => {
  const histogram = new Histogram([0.25, 1]);
  for (const value of [0.25, 0.5, 7]) histogram.observe(value);
  histogram.observe(0.125, 2);
  const text = new Exposition();
  text.gauge("quire_rooms", "Open documents.", 3);
  text.counters("quire_closes_total", "Connections closed.", "code", new Map([[4403, 2]]));
  text.histogram("quire_save_seconds", "Until saved.", histogram);
  expect(text.toString().split("\n")).toEqual([
    "# HELP quire_rooms Open documents.",
    "# TYPE quire_rooms gauge",
    "quire_rooms 3",
    "# HELP quire_closes_total Connections closed.",
    "# TYPE quire_closes_total counter",
    'quire_closes_total{code="4403"} 2',
    "# HELP quire_save_seconds Until saved.",
    "# TYPE quire_save_seconds histogram",
    'quire_save_seconds_bucket{le="0.25"} 3',
    'quire_save_seconds_bucket{le="1"} 4',
    'quire_save_seconds_bucket{le="+Inf"} 5',
    "quire_save_seconds_sum 8",
    "quire_save_seconds_count 5",
    "",
  ]);
});
