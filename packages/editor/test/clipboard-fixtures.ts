import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** What a program put on the clipboard, and what is to come of it. */
export interface ClipboardFixture {
  readonly name: string;
  /** What a test of it says. */
  readonly title: string;
  /** Which program it is, and where its shape is known from. */
  readonly source: string;
  readonly html: string;
  readonly text: string;
  readonly editorData: string;
  readonly rtf: string;
  /** The blocks that it becomes, in the notation of `notation.ts`; empty where `clean` says more. */
  readonly document: readonly string[];
  /** What is left of its HTML, for what has tables, pictures or notes. */
  readonly clean: string;
}

const folder = path.join(import.meta.dirname, "fixtures", "clipboard");

/** All of them. A file begins with its title and its source; `=== name` begins each of its parts. */
export function clipboardFixtures(): readonly ClipboardFixture[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".txt"))
    .map((name) => readFixture(name, readFileSync(path.join(folder, name), "utf8")));
}

function readFixture(name: string, file: string): ClipboardFixture {
  const [head = "", ...rest] = file.split(/^=== /m);
  const [title = "", ...source] = head.split("\n");
  const parts = new Map(
    rest.map((part): [string, string] => {
      const end = part.indexOf("\n");
      return [part.slice(0, end), part.slice(end + 1).replace(/\n$/, "")];
    }),
  );
  return {
    name: name.replace(/\.txt$/, ""),
    title,
    source: source.join("\n"),
    html: parts.get("text/html") ?? "",
    text: parts.get("text/plain") ?? "",
    editorData: parts.get("vscode-editor-data") ?? "",
    rtf: parts.get("text/rtf") ?? "",
    document: parts.get("document")?.split("\n").filter(Boolean) ?? [],
    clean: parts.get("clean") ?? "",
  };
}
