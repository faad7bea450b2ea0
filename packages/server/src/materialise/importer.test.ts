import { afterEach, describe, expect, it } from "vitest";
import { Importer } from "./importer.ts";

const importers: Importer[] = [];
afterEach(async () => {
  await Promise.all(importers.splice(0).map((importer) => importer.close()));
});

function open(deadlineMs?: number): Importer {
  const importer = new Importer(deadlineMs);
  importers.push(importer);
  return importer;
}

const long = `# The river\n\n${"A paragraph of some words.\n\n".repeat(400)}`;

describe("Importer", () => {
  it("reads a long text beside the main thread, and one after it with the same worker", async () => {
    const importer = open();
    const [first, second] = await Promise.all([
      importer.make({ markdown: long }),
      importer.make({ markdown: long, title: "Another" }),
    ]);
    expect(first.title).toBe("The river");
    expect(second.title).toBe("Another");
    expect(first.update.length).toBeGreaterThan(10_000);
  });

  it("gives up on a text that takes longer than the deadline, and reads the next", async () => {
    const importer = open(5_000);
    let ticks = 0;
    const timer = setInterval(() => ticks++, 1);
    // Nested links: micromark looks from each bracket back to all that came before.
    const slow = `${"[".repeat(40_000)}a${"](b)".repeat(40_000)}`;
    await expect(importer.make({ markdown: slow })).rejects.toMatchObject({
      code: "QUIRE_ERR_MARKDOWN_TOO_SLOW",
    });
    clearInterval(timer);
    // The main thread went on meanwhile.
    expect(ticks).toBeGreaterThan(10);
    expect((await importer.make({ markdown: long })).title).toBe("The river");
  }, 30_000);
});
