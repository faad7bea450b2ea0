// npm run bench: measures Quire, its peers and the limits, and prints a table for each scenario.
import { appendFileSync, mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { main } from "../../scripts/lib/main.mjs";
import { memory } from "../../scripts/lib/workspace.mjs";
import { Bench } from "./bench.ts";
import { encodeLine, type Line, parseLines } from "./line.ts";
import { type Options, readOptions, usage } from "./options.ts";
import { reportRun, reportScenario, reportSummary } from "./report.ts";
import { scenarios } from "./scenarios/scenarios.ts";
import { targets } from "./targets/targets.ts";

await main(async () => {
  const options = readOptions(process.argv.slice(2));
  if (options.wantsHelp) {
    print(usage());
    return 0;
  }
  if (options.from.length > 0) {
    printTables(
      options,
      options.from.flatMap((file) => parseLines(readFileSync(file, "utf8"))),
    );
    return 0;
  }
  return measure(options);
});

/** Answers with the exit code: 1 where a server could not be measured. */
async function measure(options: Options): Promise<number> {
  const lines: Line[] = [];
  const file = newFile();
  const say = (line: Line): void => {
    lines.push(line);
    appendFileSync(file, `${encodeLine(line)}\n`);
    if (options.form === "json") print(`${encodeLine(line)}\n`);
  };
  const bench = new Bench(options, say, (words) => process.stderr.write(`# ${words}\n`));
  process.once("exit", () => bench.abandon());
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));
  await bench.run();
  printTables(options, lines);
  process.stderr.write(`# the lines are in ${file}\n`);
  return lines.some(({ type }) => type === "failure") ? 1 : 0;
}

function printTables({ form }: Options, lines: readonly Line[]): void {
  if (form === "json") return;
  print(`${reportRun(lines, form)}\n`);
  for (const subject of ["server", "page"] as const) {
    const summary = reportSummary(
      scenarios.filter((scenario) => scenario.subject === subject),
      lines,
      targets,
      form,
    );
    if (summary !== "") print(`${summary}\n`);
  }
  const measured = new Set(lines.flatMap((line) => ("scenario" in line ? [line.scenario] : [])));
  for (const scenario of scenarios)
    if (measured.has(scenario.name)) print(`${reportScenario(scenario, lines, targets, form)}\n`);
}

/** Where the lines of a run are kept, so that its tables can be printed again. */
function newFile(): string {
  const folder = path.join(memory, "bench", "runs");
  mkdirSync(folder, { recursive: true });
  return path.join(folder, `${new Date().toISOString().replaceAll(":", "-")}.jsonl`);
}

function print(text: string): void {
  process.stdout.write(text);
}
