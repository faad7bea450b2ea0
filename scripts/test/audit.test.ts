import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { verdictOf } from "../lib/audit.mjs";
import { holesIn, knownHoles } from "../lib/known-holes.mjs";
import { root } from "../lib/workspace.mjs";

const read = (file: string): string => readFileSync(path.join(root, file), "utf8");
const packages =
  read("pnpm-lock.yaml")
    .split(/^packages:$/m)[1]
    ?.split(/^snapshots:$/m)[0] ?? "";
const installed = [...packages.matchAll(/^ {2}'?(@?[^@'\s]+)@([^:'\s]+)'?:$/gm)].map(
  ([, name = "", version = ""]) => [name, version] as const,
);

test("B153 threat D24 nothing is installed in a version that is known to have a hole", () => {
  expect(installed.length).toBeGreaterThan(200);
  expect(holesIn(installed)).toEqual([]);
});

test("B153 threat D24 an old version of each is found, and a newer one is not", () => {
  for (const { name, below, hole } of knownHoles) {
    const [major = 0, minor = 0, patch = 0] = below.split(".").map(Number);
    const before = patch > 0 ? `${major}.${minor}.${patch - 1}` : `${major}.${minor - 1}.99`;
    for (const old of [before, `${major - 1}.99.99`, "0.0.1", "nonsense"])
      expect(holesIn([[name, old]]), `${name} ${old}`).toEqual([expect.stringContaining(hole)]);
    for (const good of [
      below,
      `${major}.${minor}.${patch + 1}`,
      `${major}.${minor + 10}.0`,
      `${major + 1}.0.0`,
    ])
      expect(holesIn([[name, good]]), `${name} ${good}`).toEqual([]);
  }
});

/** As pnpm 12 says it: of a registry that knows holes, that takes no question, that is not there, and that is slow. */
test.each([
  ["good", { code: 0, output: "No known vulnerabilities found\n", isLate: false }],
  ["holes", { code: 1, output: "2 vulnerabilities found\nSeverity: 1 moderate | 1 high\n", isLate: false }],
  [
    "unanswered",
    {
      code: 1,
      output: "Error: ERR_PNPM_AUDIT_BAD_RESPONSE\n\n  × The audit endpoint responded with 405:\n",
      isLate: false,
    },
  ],
  [
    "unanswered",
    { code: 1, output: "Error: ERR_PNPM_META_FETCH_FAIL\n\n  × connect ECONNREFUSED\n", isLate: false },
  ],
  ["unanswered", { code: 1, output: "npm error code ENOVERSIONS\n", isLate: false }],
  ["unanswered", { code: 143, output: "", isLate: true }],
  ["holes", { code: 1, output: "something that nobody has seen before", isLate: false }],
] as const)("B153 threat D24 a registry's answer is told from none: %s", (verdict, said) => {
  expect(verdictOf(said)).toBe(verdict);
});
