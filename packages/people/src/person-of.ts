import type { Person } from "@quire/protocol";
import type { PersonRecord } from "./store/records.ts";

/** Somebody with an account as others see them. */
export function personOf({
  id,
  name,
  hue,
  picture,
}: Pick<PersonRecord, "id" | "name" | "hue" | "picture">): Person {
  return { id, name, hue, isGuest: false, ...(picture !== undefined && { picture }) };
}
