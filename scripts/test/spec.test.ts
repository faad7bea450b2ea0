import { globSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const root = new URL("../../", import.meta.url);

/** The ids in the tests' titles, `W1` in `it("W1 …")`. */
function borne(): Set<string> {
  const ids = new Set<string>();
  const files = globSync(["{apps,packages,scripts}/**/*.test.ts", "e2e/**/*.spec.ts"], {
    cwd: root,
    exclude: ["**/node_modules/**", "**/dist/**"],
  });
  for (const file of files) {
    const text = readFileSync(new URL(file, root), "utf8");
    for (const [, id] of text.matchAll(/["`]([A-Z]\d{1,3}) /g)) if (id !== undefined) ids.add(id);
  }
  return ids;
}

it("each rule of docs/spec.md is borne by a test, and each id that a test bears is a rule", () => {
  const spec = readFileSync(new URL("docs/spec.md", root), "utf8");
  const ids = [...spec.matchAll(/^- \*\*([A-Z]\d+)\*\*/gm)].map(([, id]) => id);
  const rules = new Set(ids);
  expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
  expect([...borne()].filter((id) => !rules.has(id)).sort()).toEqual([]);
  expect([...rules].filter((id) => id !== undefined && !borne().has(id))).toEqual([]);
});
