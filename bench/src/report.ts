import { type Comparison, casesOf, type Known } from "./comparison.ts";
import type { Line, Measurement } from "./line.ts";
import type { Ratio } from "./metric.ts";
import type { Scenario } from "./scenario.ts";
import { renderTable, type Style } from "./table.ts";

/** What was measured, on what, and with which versions: each once, also where several runs are printed together. */
export function reportRun(lines: readonly Line[], style: Style): string {
  const run = lines.find((line) => line.type === "run");
  const browser = lines.find((line) => line.type === "browser");
  const about =
    run === undefined
      ? ""
      : `${run.date.slice(0, 10)}. ${run.machine}. Node ${run.node.slice(1)}.${browser === undefined ? "" : ` ${browser.version}.`}\n\n`;
  const shown = lines
    .filter((line) => line.type === "versions")
    .map((line) => [line.target, showVersions(line.versions)] as const);
  const versions = [...new Map(shown.map((row) => [row.join(), [...row]])).values()];
  return `${about}${renderTable(["measured", "versions"], versions, style, 2)}\n`;
}

function showVersions(versions: Readonly<Record<string, string>>): string {
  return Object.entries(versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(", ");
}

/** What Quire's makers look at: each ratio and each figure that says something by itself, for Quire alone. */
export function reportSummary(
  scenarios: readonly Scenario[],
  lines: readonly Line[],
  targets: readonly Known[],
  style: Style,
): string {
  const measured = measurementsIn(lines).filter((line) =>
    scenarios.some(({ name }) => name === line.scenario),
  );
  const quire = targets.filter(
    ({ kind, name }) => kind === "quire" && measured.some((line) => line.target === name),
  );
  const rows = scenarios.flatMap((scenario) =>
    [...casesOf(scenario, measured, targets)].flatMap(([name, comparison]) =>
      headlines(scenario, comparison, quire).map((cells) => [scenario.name, name, ...cells]),
    ),
  );
  if (rows.length === 0) return "";
  return `${renderTable(["scenario", "case", "figure", ...quire.map(({ name }) => name)], rows, style, 3)}\n`;
}

function headlines(
  { metrics, ratios }: Scenario,
  comparison: Comparison,
  quire: readonly Known[],
): readonly (readonly string[])[] {
  const compared = ratios.map((ratio) => [
    `${ratio.metric}, to ${ratio.to}`,
    ...quire.map(({ name }) => comparison.showRatio(name, ratio)),
  ]);
  const alone = Object.entries(metrics)
    .filter(([, { isHeadline }]) => isHeadline === true)
    .map(([metric, { unit }]) => [
      withUnit(metric, unit),
      ...quire.map(({ name }) => comparison.show(name, metric)),
    ]);
  return [...compared, ...alone].filter(([, ...cells]) => cells.some((cell) => cell !== ""));
}

/** A scenario's tables, one for each of its cases, and what failed. */
export function reportScenario(
  scenario: Scenario,
  lines: readonly Line[],
  targets: readonly Known[],
  style: Style,
): string {
  const isMarkdown = style === "markdown";
  const tables = [...casesOf(scenario, measurementsIn(lines), targets)].map(
    ([name, comparison]) =>
      `${isMarkdown ? `**${name}**` : name}\n\n${reportCase(scenario, comparison, style)}`,
  );
  const failures = lines
    .filter((line) => line.type === "failure")
    .filter((line) => line.scenario === scenario.name)
    .map(({ target, round, message }) => `- ${target}, round ${round + 1}, failed: ${message}`);
  return [
    isMarkdown ? `### ${scenario.name}` : scenario.name.toUpperCase(),
    `${scenario.about[0]?.toUpperCase()}${scenario.about.slice(1)}.`,
    ...tables,
    ...(failures.length > 0 ? [failures.join("\n")] : []),
  ]
    .map((part) => `${part}\n`)
    .join("\n");
}

/** A column of a table, a cell for each server. */
interface Column {
  readonly heading: string;
  readonly cells: readonly string[];
}

function reportCase({ subject, metrics, ratios }: Scenario, comparison: Comparison, style: Style): string {
  const { present } = comparison;
  const [first = ""] = Object.keys(metrics);
  const columns: Column[] = Object.entries(metrics)
    .filter(([, { isHidden }]) => isHidden !== true)
    .map(([name, { unit }]) => ({
      heading: withUnit(name, unit),
      cells: present.map((target) => comparison.show(target.name, name)),
    }));
  for (const ratio of ratios) {
    const cells = present.map((target) => comparison.showRatio(target.name, ratio));
    if (cells.some((cell) => cell !== "")) columns.push({ heading: headingOf(ratio, first), cells });
  }
  const rows = present.map(({ name }, row) => [name, ...columns.map(({ cells }) => cells[row] ?? "")]);
  return renderTable([subject, ...columns.map(({ heading }) => heading)], rows, style);
}

/** What stands first in a table is what is meant where nothing is named. */
function headingOf({ metric, to }: Ratio, first: string): string {
  return metric === first ? `to ${to}` : `${metric} to ${to}`;
}

function withUnit(metric: string, unit: string): string {
  return unit === "" ? metric : `${metric} (${unit})`;
}

function measurementsIn(lines: readonly Line[]): readonly Measurement[] {
  return lines.filter((line) => line.type === "measurement");
}
