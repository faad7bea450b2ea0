import { type AwarenessEntry, decodeAwareness, encodeAwareness, encodeMessage } from "@quire/protocol";
import { AwarenessTable } from "./awareness-table.ts";
import { Bundle } from "./bundle.ts";
import type { Member } from "./member.ts";

/** Within this time the last state of each client wins; the first goes at once. */
const windowMs = 50;

/** Who is in one room, told to its members: one frame for all of them, a window at a time. */
export class Presence {
  readonly #table: AwarenessTable;
  readonly #members: () => Iterable<Member>;
  readonly #changed = new Set<number>();
  /** What members that are behind have not been told: the newest of each client, its end too. */
  readonly #missed = new Map<Member, Map<number, AwarenessEntry>>();
  #timer: NodeJS.Timeout | undefined;

  constructor(isOpen: boolean, members: () => Iterable<Member>) {
    this.#table = new AwarenessTable(isOpen);
    this.#members = members;
  }

  /** The member hears who is here from now on. */
  join(member: Member): void {
    this.#table.join(member);
  }

  /** Takes an awareness update. Throws `MalformedMessage`. */
  receive(member: Member, update: Uint8Array): void {
    this.#tell(this.#table.receive(member, decodeAwareness(update)));
  }

  leave(member: Member): void {
    this.#missed.delete(member);
    this.#tell(this.#table.leave(member));
  }

  /** The member is somebody else to the others from now on. It is told what it says then; clients say on what is new of them. */
  renamed(member: Member): void {
    const entries = this.#table.restamped(member);
    if (entries.length > 0) member.send(messageOf(entries));
  }

  /** The frame that says who is here, undefined for nobody. */
  frame(): Uint8Array | undefined {
    const entries = this.#table.all();
    if (entries.length === 0) return undefined;
    return messageOf(entries);
  }

  /** Tells a member that is no longer behind what it missed. */
  caughtUp(member: Member): void {
    const missed = this.#missed.get(member);
    if (missed === undefined) return;
    this.#missed.delete(member);
    member.send(messageOf([...missed.values()]));
  }

  /** A Yjs client that the member speaks for, 0 while it has named none. */
  idOf(member: Member): number {
    return this.#table.idOf(member);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #tell(clientIds: readonly number[]): void {
    for (const clientId of clientIds) this.#changed.add(clientId);
    if (this.#changed.size === 0 || this.#timer !== undefined) return;
    this.#send();
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#tell([]);
    }, windowMs);
    this.#timer.unref();
  }

  #send(): void {
    const owners = new Set<Member | undefined>();
    for (const clientId of this.#changed) owners.add(this.#table.ownerOf(clientId));
    const entries = this.#table.take(this.#changed);
    this.#changed.clear();
    const bundle = new Bundle([messageOf(entries)]);
    for (const member of this.#members()) {
      // Nobody is told what only they themselves said.
      if (owners.size === 1 && owners.has(member)) continue;
      if (member.isBehind || this.#missed.has(member)) this.#keep(member, entries);
      else member.relay(bundle);
    }
  }

  #keep(member: Member, entries: readonly AwarenessEntry[]): void {
    const missed = this.#missed.get(member) ?? new Map<number, AwarenessEntry>();
    for (const entry of entries) missed.set(entry.clientId, entry);
    this.#missed.set(member, missed);
  }
}

function messageOf(entries: readonly AwarenessEntry[]): Uint8Array {
  return encodeMessage({ type: "awareness", update: encodeAwareness(entries) });
}
