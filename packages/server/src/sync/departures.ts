import type { AwarenessEntry } from "@quire/protocol";
import type { Member } from "./member.ts";

/** Clients that are remembered as gone: an echo is as late as its sender is slow, so the newest count. */
const maxRemembered = 10_000;

/**
 * Which clients are gone, and who was here before they went. Stock providers send everybody's states back; what one of them
 * heard before a client went can arrive after that, and would bring back a caret that nobody moves any more.
 */
export class Departures {
  readonly #arrivals = new WeakMap<Member, number>();
  readonly #gone = new Map<number, { readonly clock: number; readonly at: number }>();
  /** Counts what happened, to know what was first. */
  #time = 0;

  arrived(member: Member): void {
    this.#arrivals.set(member, this.#time++);
  }

  /** The client is gone, at this clock. */
  went(clientId: number, clock: number): void {
    this.#gone.delete(clientId);
    this.#gone.set(clientId, { clock, at: this.#time++ });
    const [oldest] = this.#gone.keys();
    if (this.#gone.size > maxRemembered && oldest !== undefined) this.#gone.delete(oldest);
  }

  /** Whether the member says what it may have heard here before the client went. Who comes back arrives after that. */
  isEcho(member: Member, { clientId, clock }: AwarenessEntry): boolean {
    const gone = this.#gone.get(clientId);
    if (gone === undefined || clock > gone.clock) return false;
    return (this.#arrivals.get(member) ?? this.#time) < gone.at;
  }
}
