import { type BellChannel, type CopyPlace, hangBell, type Tone } from "./bell.ts";

/** Rings the bell of a document's copy for whoever has it open, without hearing it. */
export function ringOnce(Channel: BellChannel, place: CopyPlace, tone: Tone): void {
  const bell = hangBell(Channel, place, () => undefined);
  bell.ring(tone);
  bell.close();
}
