import { holdsBlocks } from "@quire/schema";
import type { Node } from "prosemirror-model";

/**
 * A document's blocks, a line each: what it is stands before its text, as in `<h1>Title`, `<quote>said`, `<ul>item`, `  <ul>item
 * below`, `<ol 5>five`, `<task>to do`, `<done>done`, `<hr>`, `<code css>b {}`; marks stand around theirs, as in
 * `<strong>bold</>`. A row is one line, `<th>head | 2x1 cell`. A break in a line is written `\n`, another thing in one with its
 * text, `<date 1 May 2026>`.
 */
export function notationOf(doc: Node): string[] {
  return doc.children.flatMap((block) => linesOf(block).map((line) => line.replaceAll("\n", "\\n")));
}

function linesOf(block: Node): readonly string[] {
  if (block.type.name === "table_row") return [block.children.map(cellOf).join(" | ")];
  if (!holdsBlocks(block)) return [lineOf(block)];
  const { indent, tone } = block.attrs;
  const name = typeof tone === "string" ? `${block.type.name} ${tone}` : block.type.name;
  const inside = block.children.flatMap(linesOf).map((line) => `| ${line}`);
  return [`<${name}>`, ...inside].map((line) => "  ".repeat(Number(indent ?? 0)) + line);
}

function cellOf(cell: Node): string {
  const { colspan, rowspan } = cell.attrs;
  const spans = colspan === null && rowspan === null ? "" : `${colspan ?? 1}x${rowspan ?? 1} `;
  return (
    (cell.type.name === "table_header" ? "<th>" : "") + spans + cell.children.flatMap(linesOf).join(" / ")
  );
}

function lineOf({ type, attrs, children }: Node): string {
  const depth = "  ".repeat(Number(attrs.indent ?? 0));
  const text = children.map(inline).join("");
  if (type.name === "horizontal_rule") return "<hr>";
  if (type.name === "figure") return `${depth}<figure ${attrs.src}>${text}`;
  if (type.name === "file") return `${depth}<file ${attrs.src}>${attrs.name}`;
  if (type.isBlock && type.isLeaf) return `${depth}<${type.name}>`;
  if (type.name === "code_block")
    return `${depth}<code${typeof attrs.language === "string" ? ` ${attrs.language}` : ""}>${text}`;
  return depth + kindOf(attrs) + itemOf(attrs) + text;
}

function kindOf({ kind, level }: Node["attrs"]): string {
  if (kind === "heading") return `<h${Number(level ?? 1)}>`;
  if (kind === "footnote") return "<note>";
  return kind === "quote" ? "<quote>".repeat(Number(level ?? 1)) : "";
}

function itemOf({ list, start, checked }: Node["attrs"]): string {
  if (list === "bullet") return "<ul>";
  if (list === "ordered") return typeof start === "number" ? `<ol ${start}>` : "<ol>";
  if (list === "task") return checked === true ? "<done>" : "<task>";
  return "";
}

function inline({ type, text = "", marks, isText, textContent }: Node): string {
  if (type.name === "hard_break") return "\n";
  if (!isText) return type.name === "footnote_ref" ? "<sign>" : `<${type.name} ${textContent}>`;
  if (marks.length === 0) return text;
  const names = marks.map(({ type: { name }, attrs: { href, color } }) =>
    [name, href, color].filter((part) => typeof part === "string").join(" "),
  );
  return `<${names.join(" ")}>${text}</>`;
}
