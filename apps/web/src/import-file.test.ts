import { maxImportBytes } from "@quire/protocol";
import { describe, expect, it } from "vitest";
import { readFile } from "./import-file.ts";
import { createEnglish } from "./words/en.ts";

const words = await createEnglish().loadTools();
const read = (name: string, ...parts: BlobPart[]) => readFile(new File(parts, name), words);

describe("a file to import", () => {
  it("has its name for a title", async () => {
    expect(await read("River survey.md", "It *rained*.")).toEqual({
      type: "document",
      body: { title: "River survey", markdown: "It *rained*.", titleFromText: true },
    });
  });

  it("has no byte order mark in its text", async () => {
    expect(await read("x.markdown", "\uFEFF\n# River survey\n\nIt rained.")).toMatchObject({
      body: { title: "x", markdown: "\n# River survey\n\nIt rained." },
    });
  });

  it.each([
    ["notes.md", "notes"],
    ["v1.2 notes.markdown", "v1.2 notes"],
    ["two  spaces .txt", "two spaces"],
  ])("named %s is called %s", async (name, title) => {
    expect(await read(name, "x")).toMatchObject({ body: { title, markdown: "x" } });
  });

  it.each([
    [`${"a".repeat(300)}.md`, "a".repeat(200), "a".repeat(300)],
    [`${"a".repeat(199)}😀.md`, "a".repeat(199), `${"a".repeat(199)}😀`],
    [`${"a".repeat(199)}*b*.md`, `${"a".repeat(199)}*`, `${"a".repeat(199)}\\*b\\*`],
  ])("whose name is too long for a title has all of it before its text", async (name, title, line) => {
    expect(await read(name, "x")).toMatchObject({ body: { title, markdown: `${line}\n\nx` } });
  });

  it("is refused over the limit in a sentence with its name, its size and the limit", async () => {
    const text = "“big.txt” was not imported: it has 2.1 MB and a document to import may have 2 MB.";
    const over = await read("big.txt", "x".repeat(maxImportBytes + 1));
    expect(over).toEqual({ type: "problem", text: expect.stringContaining(text) });
    const huge = await read("huge.md", "x".repeat(5_000_000));
    expect(huge).toEqual({ type: "problem", text: expect.stringContaining("it has 4.8 MB") });
  });

  it("is refused where it only fits without what the wire adds", async () => {
    expect(await read("quotes.md", '"'.repeat(maxImportBytes / 2))).toMatchObject({ type: "problem" });
  });

  it.each([
    ["photo.png", "x"],
    ["README", "x"],
  ])("is refused where %s is no Markdown", async (name, text) => {
    expect(await read(name, text)).toEqual({ type: "problem", text: words.importing.notMarkdown(name) });
  });

  it("is refused where its bytes are no text", async () => {
    const bytes = Uint8Array.of(0xff, 0xfe, 0x41, 0x00);
    expect(await read("utf16.txt", bytes)).toEqual({
      type: "problem",
      text: words.importing.notText("utf16.txt"),
    });
  });
});
