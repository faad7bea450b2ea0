import { vi } from "vitest";

/** Has chance go the same way each time, but under `npm run prove`, which says another seed. */
export function seedChance(): void {
  let state = Number(process.env.QUIRE_SEED ?? 1) | 0;
  // Mulberry32.
  vi.spyOn(Math, "random").mockImplementation(() => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  });
}
