/**
 * Milliseconds from each key to its letter's paint, on whichever page that was, behind so many that do not count. A letter
 * that was painted together with the next is left out, never guessed.
 */
export function keyTimes(keys: readonly number[], paints: readonly number[], warmUp = 0): readonly number[] {
  return keys.flatMap((at, index) => {
    const paint = paints[index] ?? Number.NaN;
    return index < warmUp || Number.isNaN(paint) ? [] : [paint - at];
  });
}
