import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, it } from "vitest";
import { compressFolder } from "../precompress.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "quire-precompress-"));
});
afterEach(() => rm(folder, { recursive: true }));

it("text files get two compressed forms that unpack to the same bytes, others none", async () => {
  const script = "export const answer = 42;\n".repeat(100);
  await mkdir(join(folder, "assets"));
  await writeFile(join(folder, "assets", "page.js"), script);
  await writeFile(join(folder, "assets", "font.woff2"), script);
  await writeFile(join(folder, "tiny.css"), "a{}");

  await compressFolder(folder);

  expect((await readdir(join(folder, "assets"))).sort()).toEqual([
    "font.woff2",
    "page.js",
    "page.js.br",
    "page.js.gz",
  ]);
  expect(await readdir(folder)).not.toContain("tiny.css.br");
  const packed = (form: string) => readFile(join(folder, "assets", `page.js.${form}`));
  expect(brotliDecompressSync(await packed("br")).toString()).toBe(script);
  expect(gunzipSync(await packed("gz")).toString()).toBe(script);
});
