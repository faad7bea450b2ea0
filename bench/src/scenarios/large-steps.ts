import { keyTimes } from "../browser/key-times.ts";
import type { StepEvent } from "../browser/step.ts";
import type { Tab } from "../browser/tab.ts";
import { percentile } from "../figures.ts";
import type { PageTrial } from "../page-trial.ts";
import { lineOfProse } from "../prose.ts";
import { definePageScenario } from "../scenario.ts";
import { beginNoise } from "../stretch.ts";

interface Size {
  readonly pasted: number;
  readonly replaced: number;
  readonly rows: number;
  readonly columns: number;
  /** Keys in the table before the ones that count, and those. */
  readonly warmUp: number;
  readonly keys: number;
  readonly eachMs: number;
}

const drainMs = 60_000;
const wordsALine = 25;

export const largeSteps = definePageScenario<Size>({
  name: "large-steps",
  about: "one step that changes much, and a key in a large table: from the event to the paint",
  metrics: {
    "own paint p50": { unit: "ms", better: "less", isHeadline: true },
    "own paint p95": { unit: "ms", better: "less" },
    "other's paint": { unit: "ms", better: "less" },
  },
  ratios: [],
  needsServer: true,
  needsKinds: true,
  sizes: {
    full: { pasted: 1_000_000, replaced: 5_000, rows: 50, columns: 20, warmUp: 10, keys: 60, eachMs: 120 },
    quick: { pasted: 1_000, replaced: 50, rows: 3, columns: 3, warmUp: 1, keys: 4, eachMs: 40 },
  },
  async run(trial, size) {
    await paste(trial, size);
    await replace(trial, size);
    await typeInTable(trial, size);
  },
});

async function paste(trial: PageTrial, { pasted }: Size): Promise<void> {
  const lines = Array.from({ length: Math.ceil(pasted / (lineOfProse(0).length + 1)) }, (_, index) =>
    lineOfProse(index + 1),
  );
  const document = await trial.document(1);
  const own = await (await trial.open(document)).ready();
  const other = await (await trial.open(document)).ready();
  await own.goToFirstLine();
  await own.page.keyboard.press("Enter");
  await own.copy(lines.join("\n"));
  await timeStep(trial, `${pasted.toLocaleString("en-US")} characters pasted`, {
    pages: [own, other],
    event: "paste",
    last: lines.at(-1) ?? "",
    act: () => own.page.keyboard.press("Control+v"),
  });
}

async function replace(trial: PageTrial, { replaced }: Size): Promise<void> {
  const line = (word: string) => Array<string>(wordsALine).fill(word).join(" ");
  const lines = replaced / wordsALine;
  const document = await trial.documentOf(Array<string>(lines).fill(line("colour")), lines);
  const own = await (await trial.open(document)).ready();
  const other = await (await trial.open(document)).ready();
  await own.goToFirstLine();
  await own.page.keyboard.press("Control+h");
  const bar = own.page.getByRole("search");
  await bar.getByRole("textbox", { name: "Find", exact: true }).fill("colour");
  await bar.getByRole("textbox", { name: "Replace with" }).fill("color");
  await bar
    .getByText(`of ${replaced.toLocaleString("en-US")}`)
    .first()
    .waitFor();
  await timeStep(trial, `${replaced.toLocaleString("en-US")} words replaced`, {
    pages: [own, other],
    event: "click",
    last: line("color"),
    act: () => bar.getByRole("button", { name: "Replace all", exact: true }).click(),
  });
}

interface Step {
  /** Whose step it is, and who sees it. */
  readonly pages: readonly [Tab, Tab];
  readonly event: StepEvent;
  /** What the last block says once the whole step is there. */
  readonly last: string;
  act(): Promise<void>;
}

async function timeStep(trial: PageTrial, caseName: string, { pages, event, last, act }: Step) {
  const [own, other] = pages;
  await Promise.all(pages.map((tab) => tab.watchStep(event, last)));
  const noise = beginNoise();
  await act();
  const { at, painted } = await own.step(drainMs);
  const { painted: seen } = await other.step(drainMs);
  trial.record(caseName, { "own paint p50": painted - at, "other's paint": seen - at }, noise());
  await Promise.all(pages.map((tab) => tab.close()));
}

async function typeInTable(trial: PageTrial, size: Size): Promise<void> {
  const { rows, columns, warmUp, keys, eachMs } = size;
  const row = (cell: string) => `| ${Array<string>(columns).fill(cell).join(" | ")} |`;
  const table = [row("head"), row("---"), ...Array<string>(rows - 1).fill(row("cell"))].join("\n");
  const own = await (await trial.open(await trial.documentOf([table], 1))).ready();
  const cells = own.page.locator(".ProseMirror td");
  await cells.nth(Math.floor((await cells.count()) / 2)).click();
  await own.page.keyboard.press("End");
  await own.watchLetters();
  const noise = beginNoise();
  await own.type(warmUp + keys, eachMs);
  await own.hasPainted(warmUp + keys, drainMs);
  const others = noise();
  const look = await own.look();
  const times = keyTimes(look.keys, look.paints, warmUp);
  trial.record(
    `a key in a table of ${rows} rows of ${columns}`,
    { "own paint p50": percentile(times, 0.5), "own paint p95": percentile(times, 0.95) },
    others,
  );
  await own.close();
}
