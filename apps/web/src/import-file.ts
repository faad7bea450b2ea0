import { type CreateDocument, maxImportBytes, maxTitleLength } from "@quire/protocol";
import type { ToolWords } from "./words/en-tools.ts";

/** A file that was read for import: what to create from it, or why that is not possible. */
export type ReadFile =
  | { readonly type: "document"; readonly body: CreateDocument }
  | { readonly type: "problem"; readonly text: string };

/** The endings of the files that can be imported. */
export const importEndings = [".md", ".markdown", ".txt"] as const;

/** Reads a Markdown or text file. The title is the file's name, unless the text begins with a level-1 heading. */
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
  const body = startsWithHeading(markdown) ? { markdown } : { title: titleFromName(name), markdown };
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

/** Whether the first line with anything in it is a level-1 heading, `# so` or underlined with `===`. */
export function startsWithHeading(markdown: string): boolean {
  const [first = "", second = ""] = markdown.replace(/^(?:[ \t]*\r?\n)+/, "").split(/\r?\n/, 2);
  if (/^ {0,3}#[ \t]+[^\s#]/.test(first)) return true;
  return /^ {0,3}[^\s>#-]/.test(first) && /^ {0,3}=+[ \t]*$/.test(second);
}

/** A file's name without its ending. */
export function titleFromName(name: string): string {
  const title = name
    .replace(/\.[^.]+$/, "")
    .replace(/\s+/g, " ")
    .trim();
  // A cut may fall inside a surrogate pair: its first half goes too.
  return title.slice(0, maxTitleLength).replace(/[\uD800-\uDBFF]$/, "");
}
