import { defineConfig } from "vitest/config";

const isProof = process.env.QUIRE_PROVE === "1";
// The full sizes take their time.
const testTimeout = isProof ? 1_200_000 : 60_000;

// Ring one: a test beside its source. Ring two: a package through its face, in its test folder.
export default defineConfig({
  test: {
    allowOnly: false,
    // By itself it leaves a processor free, of the two that there may be.
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: "unit",
          environment: "node",
          include: ["{apps,packages}/*/src/**/*.test.ts"],
          exclude: ["**/*.dom.test.ts"],
          testTimeout,
        },
      },
      {
        test: {
          name: "dom",
          environment: "happy-dom",
          include: ["{apps,packages}/*/src/**/*.dom.test.ts"],
          testTimeout,
        },
      },
      {
        test: {
          name: "package",
          environment: "node",
          include: ["{apps,packages}/*/test/**/*.test.ts", "{scripts,bench}/test/**/*.test.ts"],
          // Minutes of waiting, and what needs the system's own tools.
          exclude: isProof ? [] : ["**/*.prove.test.ts"],
          testTimeout,
        },
      },
    ],
  },
});
