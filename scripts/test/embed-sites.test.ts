import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const source = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

test("H14 the pages' policy lets in the frames of the sites that the schema lists, and of no other", () => {
  const hosts = source("apps/server/src/security.ts").match(/https:\/\/[^"\s]+/g);
  const frames = source("packages/schema/src/embed-sites.ts").matchAll(/frames: "([^"]+)"/g);
  expect(hosts?.toSorted()).toEqual([...frames].map(([, host = ""]) => host).toSorted());
});
