import { schema } from "@quire/schema";
import { Fragment, Slice } from "prosemirror-model";
import type { Clip } from "./clip.ts";
import { languageName, linesIn } from "./code-text.ts";
import { sliceOfMarkdown } from "./markdown-text.ts";
import { styleOf } from "./tree.ts";

const monospaced = /monospace|menlo|consolas|courier/;

/** What VS Code, or an editor in a page that is made of it, has put there: code with its language. Else null. */
export function readCode(root: Element, clip: Clip): Slice | null {
  if (clip.editorData === "" && !isDrawnCode(root)) return null;
  const text = (clip.text || linesIn(root)).replace(/\r\n?/g, "\n");
  const mode = modeOf(clip.editorData);
  if (mode === "markdown") return sliceOfMarkdown(text);
  const lines = text.replace(/\n+$/, "");
  if (lines.trim() === "") return null;
  if (!lines.includes("\n"))
    return new Slice(Fragment.from(schema.node("paragraph", null, schema.text(lines))), 1, 1);
  const language = languageName(mode);
  const attributes = { language: /^[^\s`]{1,64}$/.test(language) ? language : null };
  return new Slice(Fragment.from(schema.node("code_block", attributes, schema.text(lines))), 0, 0);
}

/** Where the browser keeps an editor's own data to itself, its drawing tells: one box of lines in a font for code. */
function isDrawnCode(root: Element): boolean {
  const [box] = root.children;
  if (root.children.length !== 1 || box?.nodeName !== "DIV") return false;
  const style = styleOf(box);
  return style.get("white-space") === "pre" && monospaced.test(style.get("font-family") ?? "");
}

function modeOf(editorData: string): string {
  try {
    const data: unknown = JSON.parse(editorData);
    const mode: unknown = typeof data === "object" && data !== null && "mode" in data ? data.mode : "";
    return typeof mode === "string" ? mode : "";
  } catch {
    return ""; // no editor's data after all: the language is not known
  }
}
