/** A table: headings, and rows of as many cells. The first column is words, the others are figures. */
export function renderTable(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  style: "text" | "markdown",
): string {
  if (style === "markdown") {
    const rule = headings.map((_, column) => (column === 0 ? "---" : "---:"));
    return [headings, rule, ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
  }
  // Beside each other the headings would be wider than a screen: each metric has a line of its own instead.
  const columns = headings.map((heading, column) => [heading, ...rows.map((row) => row[column] ?? "")]);
  const widths = [headings, ...rows].map((_, row) =>
    Math.max(...columns.map((cells) => cells[row]?.length ?? 0)),
  );
  return columns
    .map((cells) =>
      cells
        .map((cell, row) => (row === 0 ? cell.padEnd(widths[row] ?? 0) : cell.padStart(widths[row] ?? 0)))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
