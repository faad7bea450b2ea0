import type { Nodes, Parents } from "mdast";

/**
 * A node's own source text. On its later lines the quotes and list items that it stands in have signs and indents: those
 * are taken off, so that the text stands alone.
 */
export function sourceSlice(markdown: string, node: Nodes, containers: readonly Parents[]): string {
  const slice = rawSlice(markdown, node);
  if (containers.length === 0 || !slice.includes("\n")) return slice;
  const steps = containers.map((container) =>
    container.type === "listItem" ? contentColumn(markdown, container) : "quote",
  );
  const [first = "", ...rest] = slice.split("\n");
  return [first, ...rest.map((line) => withoutContainers(line, steps))].join("\n");
}

function rawSlice(markdown: string, node: Nodes): string {
  return markdown.slice(node.position?.start.offset ?? 0, node.position?.end.offset ?? 0);
}

/** The column, from 0, at which the content of a list item begins. */
function contentColumn(markdown: string, item: Nodes): number {
  const start = item.position?.start.offset ?? 0;
  const line = markdown.slice(markdown.lastIndexOf("\n", start - 1) + 1, start);
  const [marker = "", gap = "", next = ""] =
    /^(?:[-+*]|\d{1,9}[.)])(?=([ \t]*)(\S?))/.exec(markdown.slice(start, start + 80)) ?? [];
  const end = advance(line + marker, 0);
  const width = advance(gap, end) - end;
  // More than four columns are one, and the start of indented code.
  return end + (next === "" || width < 1 || width > 4 ? 1 : width);
}

function advance(text: string, column: number): number {
  for (const character of text) column += character === "\t" ? 4 - (column % 4) : 1;
  return column;
}

function withoutContainers(line: string, steps: readonly (number | "quote")[]): string {
  let index = 0;
  let column = 0;
  let extra = 0;
  for (const step of steps) {
    if (step === "quote") {
      const [sign = ""] = /^ {0,3}>/.exec(line.slice(index)) ?? [];
      // A paragraph may leave the sign out on its later lines.
      if (sign === "") break;
      index += sign.length;
      column += sign.length;
      const next = line[index] ?? "";
      if (next === " " || next === "\t") {
        column = advance(next, column);
        index++;
      }
    } else {
      while (column < step && (line[index] === " " || line[index] === "\t"))
        column = advance(line[index++] ?? "", column);
      extra = Math.max(column - step, 0);
    }
  }
  return " ".repeat(extra) + line.slice(index);
}
