import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { readMutations, testsBut } from "../lib/mutations.mjs";
import { parsePatch, patched } from "../lib/patch.mjs";
import { root } from "../lib/workspace.mjs";

/** The ways to break rights and the sync engine that a test must notice. */
const names = [
  "ask-no-password-of-a-link",
  "change-people-without-a-bound",
  "come-in-by-a-public-page",
  "count-an-inherited-role-first",
  "count-guesses-by-address-alone",
  "count-whom-an-owner-acted-on",
  "forget-an-exception",
  "inherit-what-keeps-to-itself",
  "keep-a-link-that-ended",
  "keep-the-session-id",
  "keep-what-a-former-owner-invited",
  "know-a-guest-on-a-page-left-open",
  "leave-a-share-out-of-the-log",
  "leave-the-session-at-sign-out",
  "let-a-guest-into-all-documents",
  "let-a-token-beyond-its-scope",
  "let-editors-share",
  "open-a-link-into-the-trash",
  "open-a-link-that-is-over",
  "put-down-every-sign-in",
  "skip-the-hash-of-nobody",
  "take-a-code-twice",
  "take-an-invitation-twice",
  "tell-nobody-of-a-group",
  "tell-what-is-absent",
  "trust-a-typed-address",
  "acknowledge-at-commit",
  "apply-the-delete-echo",
  "believe-the-algorithm-of-a-token",
  "count-a-message-twice",
  "drop-a-slow-readers-update",
  "drop-the-last-of-a-turn",
  "fold-without-the-compare-and-set",
  "forget-the-tail-at-open",
  "give-files-unasked",
  "let-a-viewer-write-over-http",
  "let-a-viewer-write",
  "let-other-pages-read",
  "list-what-may-not-be-seen",
  "relay-to-the-sender",
  "skip-the-gate",
  "take-back-a-newer-token",
];

test("there is a mutation for each way to break rights and the sync engine that a test must notice", () => {
  expect(readMutations().map(({ name }) => name)).toEqual(names);
});

describe.each(readMutations())("the mutation $name", ({ patch, tests }) => {
  test("applies to the sources as they are, and to nothing but the product", () => {
    const files = parsePatch(patch).map(({ file }) => file);
    expect(files.filter((file) => !/^packages\/(people|server)\/src\/.*(?<!\.test)\.ts$/.test(file))).toEqual(
      [],
    );
    for (const [file, text] of patched(patch, root))
      expect(text).not.toBe(readFileSync(path.join(root, file), "utf8"));
  });

  test("names tests that there are", () => {
    expect(tests).not.toEqual([]);
    for (const { file, rule } of tests)
      expect(readFileSync(path.join(root, file), "utf8"), file).toMatch(new RegExp(`["\`]${rule} `));
  });
});

describe("a run of the tests that a mutation names", () => {
  const file = "packages/server/src/one.test.ts";
  const rule = "R6";
  const asked = [{ file, rule }];
  const report = (...tests: (readonly [title: string, status: string, within?: string])[]) => {
    const assertionResults = tests.map(([title, status, within]) => {
      return { title, status, ...(within !== undefined && { ancestorTitles: [within] }) };
    });
    return { testResults: [{ name: `/copy/${file}`, status: "failed", assertionResults }] };
  };

  test("is red where one of them failed, whatever the others did", () => {
    const told = report([`${rule} one`, "passed"], [`${rule} two`, "failed"]);
    expect(testsBut("red", asked, told)).toEqual([]);
    expect(testsBut("green", asked, told)).toEqual([`${rule} of ${file} is red`]);
  });

  test("names those that did not notice, though others did", () => {
    const told = report([`${rule} one`, "passed"], [`${rule}0 one`, "failed"], [`not ${rule} one`, "failed"]);
    expect(testsBut("red", asked, told)).toEqual([`${rule} of ${file} is green`]);
  });

  test("counts what stands below a title with the rule", () => {
    const told = report(["one", "failed", `${rule} all of it`], ["two", "failed", "another"]);
    expect(testsBut("red", asked, told)).toEqual([]);
    expect(testsBut("red", asked, report(["one", "failed", `${rule}0 all of it`]))).not.toEqual([]);
  });

  test("is neither red nor green where a file did not load, its tests were left out, or nothing was told", () => {
    for (const told of [report(), report([`${rule} one`, "skipped"]), undefined])
      for (const wanted of ["red", "green"] as const)
        expect(testsBut(wanted, asked, told)).toEqual([`${rule} of ${file} is not run`]);
  });
});
