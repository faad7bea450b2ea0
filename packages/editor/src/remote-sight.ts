import { field } from "./remote-person.ts";

const longestId = 128;

/** Reads the id of who an awareness state says it is from; null where it says none that can be one. */
export function readPersonId(state: unknown): string | null {
  const id = field(field(state, "user"), "id");
  return typeof id === "string" && id !== "" && id.length <= longestId ? id : null;
}

/** Reads whom somebody follows, by the id of that person; null if nobody. */
export function readFollowing(state: unknown): string | null {
  const id = field(state, "following");
  return typeof id === "string" ? id : null;
}

/** Reads what somebody who is followed has in sight: a relative position as JSON, not yet trusted. */
export function readSight(state: unknown): unknown {
  return field(state, "sight");
}
