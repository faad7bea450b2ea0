import { median, showFigure } from "./figures.ts";
import type { Line, Measurement } from "./line.ts";
import type { Metric, Ratio } from "./metric.ts";
import type { Scenario } from "./scenario.ts";
import { renderTable } from "./table.ts";
import type { Target } from "./target.ts";

/** Percent of a core that others may use beside a figure before it is held to be disturbed. */
const noisy = 25;

/** One server's figure of one metric: the median of its undisturbed rounds, or of all where there is none. */
interface Figure {
  readonly value: number;
  readonly isDisturbed: boolean;
}

type Known = Pick<Target, "name" | "kind">;
type Style = "text" | "markdown";

/** What was measured, and with which versions. */
export function reportRun(lines: readonly Line[], style: Style): string {
  const run = lines.find((line) => line.type === "run");
  const about =
    run === undefined ? "" : `${run.date.slice(0, 10)}. ${run.machine}. Node ${run.node.slice(1)}.\n\n`;
  const versions = lines
    .filter((line) => line.type === "versions")
    .map((line) => [line.target, showVersions(line.versions)] as const);
  if (style === "markdown") return `${about}${renderTable(["server", "versions"], versions, style)}\n`;
  return about + versions.map(([target, words]) => `${target}: ${words}\n`).join("");
}

function showVersions(versions: Readonly<Record<string, string>>): string {
  return Object.entries(versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(", ");
}

/** A scenario's tables, one for each of its cases, and what failed. */
export function reportScenario(
  scenario: Scenario,
  lines: readonly Line[],
  targets: readonly Known[],
  style: Style,
): string {
  const measured = lines
    .filter((line) => line.type === "measurement")
    .filter((line) => line.scenario === scenario.name);
  const cases = [...new Set(measured.map((line) => line.case))];
  const heading = style === "markdown" ? `### ${scenario.name}` : scenario.name;
  const tables = cases.map((name) => {
    const table = reportCase(
      scenario,
      measured.filter((line) => line.case === name),
      targets,
      style,
    );
    return `${style === "markdown" ? `**${name}**` : name}\n\n${table}`;
  });
  const failures = lines
    .filter((line) => line.type === "failure")
    .filter((line) => line.scenario === scenario.name)
    .map(({ target, round, message }) => `- ${target}, round ${round + 1}, failed: ${message}`);
  return [heading, scenario.about, ...tables, ...(failures.length > 0 ? [failures.join("\n")] : [])]
    .map((part) => `${part}\n`)
    .join("\n");
}

function reportCase(
  scenario: Scenario,
  lines: readonly Measurement[],
  targets: readonly Known[],
  style: Style,
): string {
  const present = targets.filter(({ name }) => lines.some(({ target }) => target === name));
  const columns = [...metricColumns(scenario, lines, present), ...ratioColumns(scenario, lines, present)];
  const headings = ["server", ...columns.map(({ heading }) => heading)];
  const rows = present.map(({ name }, row) => [name, ...columns.map(({ cells }) => cells[row] ?? "")]);
  return renderTable(headings, rows, style);
}

/** A column of a table, a cell for each server. */
interface Column {
  readonly heading: string;
  readonly cells: readonly string[];
}

function metricColumns(
  { metrics }: Scenario,
  lines: readonly Measurement[],
  present: readonly Known[],
): readonly Column[] {
  return Object.entries(metrics)
    .filter(([, { isHidden }]) => isHidden !== true)
    .map(([name, { unit }]) => ({
      heading: unit === "" ? name : `${name} (${unit})`,
      cells: present.map((target) => showCell(figureOf(lines, target.name, name))),
    }));
}

/** Those that there is somebody to compare with for. */
function ratioColumns(
  { metrics, ratios }: Scenario,
  lines: readonly Measurement[],
  present: readonly Known[],
): readonly Column[] {
  const [first] = Object.keys(metrics);
  return ratios
    .map((ratio) => ({
      heading: ratio.metric === first ? `to ${ratio.to}` : `${ratio.metric} to ${ratio.to}`,
      cells: present.map((target) => showRatio(ratio, metrics[ratio.metric], lines, present, target)),
    }))
    .filter(({ cells }) => cells.some((cell) => cell !== ""));
}

function showRatio(
  { metric, to }: Ratio,
  known: Metric | undefined,
  lines: readonly Measurement[],
  present: readonly Known[],
  target: Known,
): string {
  const figure = (name: string): number => figureOf(lines, name, metric).value;
  const own = figure(target.name);
  const peers = present.filter(({ kind }) => kind === "peer").map(({ name }) => figure(name));
  const good = peers.filter((value) => value > 0);
  const best = known?.better === "more" ? Math.max(...good) : Math.min(...good);
  const other = to === "best peer" ? best : figure(to);
  return other > 0 && Number.isFinite(other) && !Number.isNaN(own) ? (own / other).toFixed(2) : "";
}

function figureOf(lines: readonly Measurement[], target: string, metric: string): Figure {
  const all = lines.filter((line) => line.target === target && line.metric === metric && line.value !== null);
  const calm = all.filter(({ noise }) => noise === null || noise <= noisy);
  const used = calm.length > 0 ? calm : all;
  const value = median(used.flatMap((line) => (line.value === null ? [] : [line.value])));
  return { value, isDisturbed: all.length > 0 && calm.length === 0 };
}

function showCell({ value, isDisturbed }: Figure): string {
  return `${showFigure(value)}${isDisturbed ? " *" : ""}`;
}
