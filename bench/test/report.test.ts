import { expect, it } from "vitest";
import { encodeLine, type Line, parseLines } from "../src/line.ts";
import { reportRun, reportScenario, reportSummary } from "../src/report.ts";
import { defineScenario } from "../src/scenario.ts";

const scenario = defineScenario({
  name: "race",
  about: "who is first",
  metrics: { speed: { unit: "/s", better: "more" }, age: { unit: "ms", better: "less", isHeadline: true } },
  ratios: [
    { metric: "speed", to: "limit" },
    { metric: "age", to: "best peer" },
  ],
  sizes: { full: 1, quick: 1 },
  run: async () => undefined,
});

const targets = [
  { name: "quire", kind: "quire" },
  { name: "limit", kind: "limit" },
  { name: "slow", kind: "peer" },
  { name: "slower", kind: "peer" },
] as const;

function measured(target: string, metric: string, value: number | null, noise = 0): Line {
  return {
    type: "measurement",
    scenario: "race",
    case: "one lap",
    target,
    metric,
    unit: "",
    value,
    round: 0,
    noise,
  };
}

const lines: readonly Line[] = [
  measured("quire", "speed", 1_500),
  measured("quire", "speed", 1_700),
  measured("quire", "speed", 9_000, 80),
  measured("quire", "age", 2),
  measured("limit", "speed", 2_000),
  measured("slow", "speed", 800, 80),
  measured("slow", "age", 4),
  measured("slower", "age", 8),
  measured("slower", "speed", null),
  { type: "failure", scenario: "race", target: "slower", round: 0, message: "it fell" },
];

it("a table has medians of the undisturbed rounds, a star where there is none, and the ratios", () => {
  expect(reportScenario(scenario, lines, targets, "markdown")).toBe(
    [
      "### race",
      "",
      "Who is first.",
      "",
      "**one lap**",
      "",
      "| server | speed (/s) | age (ms) | to limit | age to best peer |",
      "| --- | ---: | ---: | ---: | ---: |",
      "| quire | 1,600 | 2 | 0.80 | 0.50 |",
      "| limit | 2,000 | - | 1.00 |  |",
      "| slow | 800 * | 4 | 0.40 | 1.00 |",
      "| slower | - | 8 |  | 2.00 |",
      "",
      "- slower, round 1, failed: it fell",
      "",
    ].join("\n"),
  );
});

it("the summary has Quire's ratios, and the figures that say something alone", () => {
  expect(reportSummary([scenario], lines, targets, "markdown")).toBe(
    [
      "| scenario | case | figure | quire |",
      "| --- | --- | --- | ---: |",
      "| race | one lap | speed, to limit | 0.80 |",
      "| race | one lap | age, to best peer | 0.50 |",
      "| race | one lap | age (ms) | 2 |",
      "",
    ].join("\n"),
  );
});

it("lines come out of their text as they went in", () => {
  expect(parseLines(lines.map((line) => `${encodeLine(line)}\n`).join(""))).toEqual(lines);
  expect(() => parseLines('{"type":"other"}')).toThrow("not a line of a run");
});

it("names each version once where several runs are printed together, and two of one target where they differ", () => {
  const ran = (version: string): Line => ({
    type: "versions",
    target: "quire",
    versions: { quire: version },
  });
  const table = reportRun([ran("1"), ran("1"), ran("2")], "markdown");
  expect(table.match(/quire \d/g)).toEqual(["quire 1", "quire 2"]);
});
