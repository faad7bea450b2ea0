import { defineConfig } from "vitest/config";

const isProof = process.env.QUIRE_PROVE === "1";
const patience = {
  // The full sizes take their time.
  testTimeout: isProof ? 1_200_000 : 120_000,
  // A hook that makes a document waits for a worker's start as a test does.
  hookTimeout: 120_000,
  // Of its own it waits a second: little for a server on a busy machine, and what comes true ends the wait at once.
  expect: { poll: { timeout: 30_000 } },
};

/** Of parts that leave their process as they found it. */
const light = "{apps/web,packages/client,packages/people,packages/protocol}/src/**";
const source = "{apps,packages}/*/src/**";

// Ring one: a test beside its source. Ring two: a package through its face, in its test folder.
export default defineConfig({
  test: {
    allowOnly: false,
    // One more than there may be processors: servers that are killed and disks that fill up are mostly waited for.
    maxWorkers: 3,
    projects: [
      {
        test: {
          name: "unit",
          environment: "node",
          include: [`${source}/*.test.ts`],
          exclude: ["**/*.dom.test.ts", `${light}/*.test.ts`],
          ...patience,
        },
      },
      {
        test: {
          name: "light",
          environment: "node",
          // Most take less than a process takes to begin and to load the same modules as the last one.
          isolate: false,
          include: [`${light}/*.test.ts`],
          exclude: ["**/*.dom.test.ts"],
          ...patience,
        },
      },
      {
        test: {
          name: "dom",
          environment: "happy-dom",
          // A context of its own is all that a file needs here, and takes a third less than a process.
          pool: "vmThreads",
          include: ["{apps,packages}/*/src/**/*.dom.test.ts"],
          ...patience,
        },
      },
      {
        test: {
          name: "package",
          environment: "node",
          include: ["{apps,packages}/*/test/**/*.test.ts", "{scripts,bench,trouble}/test/**/*.test.ts"],
          // Minutes of waiting, and what needs the system's own tools.
          exclude: isProof ? [] : ["**/*.prove.test.ts"],
          ...patience,
        },
      },
    ],
  },
});
