import { globSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const root = new URL("../../", import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), "utf8");
const model = read("docs/threat-model.md");

/** The cells of each row of its tables, without the heads. */
const rows = model
  .split("\n")
  .filter((line) => line.startsWith("| ") && !/^\| (-|may try)/.test(line))
  .map((line) => line.split(" | "));

it("each claim of docs/threat-model.md names rules of docs/spec.md, which tests bear", () => {
  const rules = new Set([...read("docs/spec.md").matchAll(/^- \*\*([A-Z]\d+)\*\*/gm)].map(([, id]) => id));
  const named = [...model.matchAll(/\b[A-Z]\d{1,3}\b/g)].map(([id]) => id);
  expect(named.filter((id) => !rules.has(id))).toEqual([]);
  expect(rows.length).toBeGreaterThan(15);
  expect(rows.filter((cells) => !/^[A-Z]\d/.test(cells.at(-1) ?? ""))).toEqual([]);
});

it("each hostile input of docs/threat-model.md has a test of its name", () => {
  const files = globSync("packages/*/{src,test}/**/*.test.ts", {
    cwd: root,
    exclude: ["**/node_modules/**"],
  });
  const titles = files.map(read).join("\n");
  const inputs = rows.flatMap((cells) => [...(cells[0] ?? "").matchAll(/\b(m\d+)(?: to m(\d+))?/g)]);
  const names = inputs.flatMap(([, first = "", last]) => {
    const from = Number(first.slice(1));
    return Array.from({ length: Number(last ?? from) - from + 1 }, (_, at) => `m${from + at}`);
  });
  expect(names.length).toBeGreaterThanOrEqual(15);
  expect(names.filter((name) => !new RegExp(`["\`][A-Z]\\d+ ${name} `).test(titles))).toEqual([]);
});
