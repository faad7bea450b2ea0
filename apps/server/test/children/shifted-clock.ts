// Loaded before a server: its machine's clock is wrong by so many milliseconds.
const shiftMs = Number(process.env.CLOCK_SHIFT_MS);
const { now } = Date;
globalThis.Date = class extends Date {
  constructor(...given: [] | [number | string | Date]) {
    if (given.length === 0) super(now() + shiftMs);
    else super(...given);
  }
  static override now = (): number => now() + shiftMs;
} as DateConstructor;

export {};
