import { defineConfig } from "vitest/config";

// Ring one: a test beside its source. Ring two: a package through its face, in its test folder.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          environment: "node",
          include: ["{apps,packages}/*/src/**/*.test.ts"],
          exclude: ["**/*.dom.test.ts"],
        },
      },
      {
        test: { name: "dom", environment: "happy-dom", include: ["{apps,packages}/*/src/**/*.dom.test.ts"] },
      },
      {
        test: {
          name: "package",
          environment: "node",
          include: ["{apps,packages}/*/test/**/*.test.ts", "scripts/test/**/*.test.ts"],
          testTimeout: 60_000,
        },
      },
    ],
  },
});
