import type { Person } from "@quire/protocol";

/** A member of the room, as somebody sees it who watches from the inside. */
export interface Watched {
  readonly person: Person;
  /** The newest schema version that its page can show. */
  readonly schema: number;
  /** The sync messages (step 2 or update) that came, in order. */
  readonly received: readonly Uint8Array[];
  /** How many of them were called saved. */
  readonly savedCount: number;
}

/** What somebody watches of members. */
export interface MemberWatcher {
  /** The member is about to hear something. */
  hears(member: Watched): void;
  heard(member: Watched): void;
  /** What others brought leaves for this member. */
  relayed(member: Watched, message: Uint8Array): void;
  /** What only this member is told: answers. */
  answered(member: Watched, message: Uint8Array): void;
  saved(member: Watched, count: number): void;
  /** Something ends for this member, or is refused. */
  closed(member: Watched, code: number, reason: string): void;
}
