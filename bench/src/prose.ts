/** What the others of a document hold is written without it, so that each one in a line is somebody's key. */
export const keyLetter = "x";

/** A line of a long document: 50 characters, each line another. */
export function lineOfProse(index: number): string {
  return `Line ${String(index).padStart(5, "0")} of a long walk along the river at night`;
}

/** So many lines of it. */
export function linesOfProse(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => lineOfProse(index));
}
