import { type CreateDocument, maxImportBytes, maxTitleLength } from "@quire/protocol";
import type { ToolWords } from "./words/en-tools.ts";

/** A file that was read for import: what to create from it, or why that is not possible. */
export type ReadFile =
  | { readonly type: "document"; readonly body: CreateDocument }
  | { readonly type: "problem"; readonly text: string };

/** The endings of the files that can be imported. */
export const importEndings = [".md", ".markdown", ".txt"] as const;

/**
 * Reads a Markdown or text file. The title is the level-1 heading that the text begins with, which is no heading of the
 * text any more, or else the file's name; a name that is too long for a title stands whole before the text.
 */
export async function readFile(file: File, { importing }: Pick<ToolWords, "importing">): Promise<ReadFile> {
  const { name } = file;
  if (!importEndings.some((ending) => name.toLowerCase().endsWith(ending))) {
    return { type: "problem", text: importing.notMarkdown(name) };
  }
  if (file.size > maxImportBytes) {
    return { type: "problem", text: importing.tooLarge(name, file.size, maxImportBytes) };
  }
  const markdown = decode(await file.arrayBuffer());
  if (markdown === undefined) return { type: "problem", text: importing.notText(name) };
  const body = { ...named(name, markdown), titleFromText: true };
  // Quotes and line ends take more room on the wire than in the file.
  const size = new Blob([JSON.stringify(body)]).size;
  if (size > maxImportBytes) return { type: "problem", text: importing.tooLarge(name, size, maxImportBytes) };
  return { type: "document", body };
}

/** The text in UTF-8 bytes, without a byte order mark; undefined if they are none. */
function decode(bytes: ArrayBuffer): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** A file's text under its name without the ending. */
function named(name: string, text: string): { readonly title: string; readonly markdown: string } {
  const whole = name
    .replace(/\.[^.]+$/, "")
    .replace(/\s+/g, " ")
    .trim();
  // A cut may fall inside a surrogate pair: its first half goes too.
  const title = whole.slice(0, maxTitleLength).replace(/[\uD800-\uDBFF]$/, "");
  if (title === whole) return { title, markdown: text };
  // Each sign stands for itself.
  return { title, markdown: `${whole.replace(/[!-/:-@[-`{-~]/g, "\\$&")}\n\n${text}` };
}
