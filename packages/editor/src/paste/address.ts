import { isSafeHref } from "@quire/schema";

/** The address that a text is, if it is nothing else and may be followed. */
export function readAddress(text: string): string | null {
  const address = text.trim();
  return /^(?:https?:\/\/|mailto:)\S+$/i.test(address) && isSafeHref(address) ? address : null;
}
