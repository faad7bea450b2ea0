import { type BellChannel, hangBell, type Tone } from "./bell.ts";

/** Rings a document's bell for whoever has it open, without hearing it. */
export function ringOnce(Channel: BellChannel, name: string, tone: Tone): void {
  const bell = hangBell(Channel, name, () => undefined);
  bell.ring(tone);
  bell.close();
}
