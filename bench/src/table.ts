/** How a table is written. */
export type Style = "text" | "markdown";

/** A table: headings, and rows of as many cells. The first columns are words, the others are figures. */
export function renderTable(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  style: Style,
  wordColumns = 1,
): string {
  if (style === "markdown") {
    const rule = headings.map((_, column) => (column < wordColumns ? "---" : "---:"));
    return [headings, rule, ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
  }
  // Headings are longer than figures: they are broken into lines, so that a table fits on a screen.
  const broken = headings.map((heading, column) => {
    const widest = Math.max(...rows.map((row) => row[column]?.length ?? 0));
    return breakLines(heading, widest);
  });
  const height = Math.max(...broken.map(({ length }) => length));
  const top = Array.from({ length: height }, (_, line) =>
    broken.map((lines) => lines[line - height + lines.length] ?? ""),
  );
  const all = [...top, ...rows];
  const widths = headings.map((_, column) => Math.max(...all.map((cells) => cells[column]?.length ?? 0)));
  const render = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => pad(cell, widths[column] ?? 0, column < wordColumns))
      .join("  ")
      .trimEnd();
  const rule = widths.map((width) => "-".repeat(width));
  return [...top, rule, ...rows].map(render).join("\n");
}

function pad(cell: string, width: number, isWords: boolean): string {
  return isWords ? cell.padEnd(width) : cell.padStart(width);
}

/** The words in lines of about such a width, or of the longest word's. */
function breakLines(text: string, width: number): readonly string[] {
  const words = text.split(" ");
  const most = Math.max(width, ...words.map(({ length }) => length));
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= most)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
