import { type AwarenessEntry, colorOfHue, type Person } from "@quire/protocol";
import { Departures } from "./departures.ts";
import type { Member } from "./member.ts";

/** Bytes of JSON that a state may have, and client ids that one member may speak for. */
const maxStateLength = 8 * 1024;
const maxIdsOfMember = 4;

interface Presence {
  clock: number;
  state: string;
  owner: Member;
}

/**
 * Who is in a room and where, without a Yjs Awareness: an id belongs to the member that brought it, and names come from
 * the server. Stock providers send everybody's entries back, so another's entry at a clock that is known is skipped
 * before anything counts it; at a later one, from the same person (in an open room: from anyone), the id moves.
 */
export class AwarenessTable {
  readonly #presences = new Map<number, Presence>();
  /** The ids that each member speaks for, in the order in which it named them. */
  readonly #idsOf = new Map<Member, Set<number>>();
  readonly #departures = new Departures();
  readonly #isOpen: boolean;

  /** `isOpen`: an open room, where names are the clients' own. */
  constructor(isOpen: boolean) {
    this.#isOpen = isOpen;
  }

  /** The member hears what is said here from now on. */
  join(member: Member): void {
    this.#departures.arrived(member);
  }

  /** Takes what the member says; answers with the entries that changed. */
  receive(member: Member, entries: readonly AwarenessEntry[]): number[] {
    const changed: number[] = [];
    const ids = this.#idsOf.get(member) ?? new Set<number>();
    for (const entry of entries) {
      const { clientId, clock, state } = entry;
      const known = this.#presences.get(clientId);
      const isOwn = known?.owner === member;
      if (isOwn && clock < known.clock) continue;
      if (!isOwn && (state === "null" || ids.size >= maxIdsOfMember)) continue;
      if (!isOwn && this.#departures.isEcho(member, entry)) continue;
      if (!isOwn && known !== undefined && !this.#moves(known, member, clock)) continue;
      const stamped = this.#stamp(member.person, state);
      if (stamped === undefined) continue;
      if (known?.clock === clock && known.state === stamped) continue;
      if (stamped === "null") this.#departures.went(clientId, clock);
      if (known !== undefined && !isOwn) this.#idsOf.get(known.owner)?.delete(clientId);
      this.#presences.set(clientId, { clock, state: stamped, owner: member });
      ids.add(clientId);
      changed.push(clientId);
    }
    if (ids.size > 0) this.#idsOf.set(member, ids);
    return changed;
  }

  /** The ids that the member spoke for, which are gone with it. */
  leave(member: Member): number[] {
    const gone: number[] = [];
    for (const clientId of this.#idsOf.get(member) ?? []) {
      const presence = this.#presences.get(clientId);
      if (presence === undefined || presence.state === "null") continue;
      // Gone at the same clock: a removal at a later one would hide the client when it comes back.
      presence.state = "null";
      this.#departures.went(clientId, presence.clock);
      gone.push(clientId);
    }
    this.#idsOf.delete(member);
    return gone;
  }

  /** The entries of these ids; those that are gone are forgotten after it. */
  take(clientIds: Iterable<number>): AwarenessEntry[] {
    const entries: AwarenessEntry[] = [];
    for (const clientId of clientIds) {
      const presence = this.#presences.get(clientId);
      if (presence === undefined) continue;
      entries.push({ clientId, clock: presence.clock, state: presence.state });
      if (presence.state !== "null") continue;
      this.#presences.delete(clientId);
      this.#idsOf.get(presence.owner)?.delete(clientId);
    }
    return entries;
  }

  /** Everybody who is here. */
  all(): AwarenessEntry[] {
    const entries: AwarenessEntry[] = [];
    for (const [clientId, { clock, state }] of this.#presences) {
      if (state !== "null") entries.push({ clientId, clock, state });
    }
    return entries;
  }

  /**
   * What the member would say if it knew who it is now, where that is something else, each at its next clock. Nobody was
   * told: whoever else is here takes a clock from its client, and never two states at one.
   */
  restamped(member: Member): AwarenessEntry[] {
    const entries: AwarenessEntry[] = [];
    for (const clientId of this.#idsOf.get(member) ?? []) {
      const { clock, state: said = "null" } = this.#presences.get(clientId) ?? { clock: 0 };
      const state = this.#stamp(member.person, said);
      if (state !== undefined && state !== said) entries.push({ clientId, clock: clock + 1, state });
    }
    return entries;
  }

  ownerOf(clientId: number): Member | undefined {
    return this.#presences.get(clientId)?.owner;
  }

  /** A client id that the member speaks for, 0 while it has said none. */
  idOf(member: Member): number {
    for (const clientId of this.#idsOf.get(member) ?? []) return clientId;
    return 0;
  }

  #moves(known: Presence, member: Member, clock: number): boolean {
    // Gone, and nobody was told yet: whoever comes back with it says the same clock again.
    if (known.state === "null") return clock >= known.clock;
    return clock > known.clock && (this.#isOpen || known.owner.person.id === member.person.id);
  }

  /** The state with the server's word on who it is; undefined for what is no state. */
  #stamp(person: Person, state: string): string | undefined {
    if (state.length > maxStateLength) return undefined;
    const value = parseObject(state);
    if (value === undefined || value === null) return value === null ? "null" : undefined;
    if (this.#isOpen) return state;
    const { id, name, hue, isGuest, picture } = person;
    const told = { ...(isGuest === true && { isGuest }), ...(picture !== undefined && { picture }) };
    const user = { id, name, hue, color: colorOfHue(hue), ...told };
    return JSON.stringify({ ...value, user });
  }
}

function parseObject(text: string): object | null | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && !Array.isArray(value) ? value : undefined;
  } catch {
    // Not JSON: no client of y-protocols sends it, and nobody else should have to read it.
    return undefined;
  }
}
