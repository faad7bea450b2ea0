import { type CloseCode, decodeAwareness, decodeMessage, type Message, type Person } from "@quire/protocol";
import type { Bundle } from "../src/sync/bundle.ts";
import type { Member } from "../src/sync/member.ts";

/** A member that keeps what it is told. */
export class TestMember implements Member {
  readonly heard: Message[] = [];
  readonly savedCounts: number[] = [];
  closed: { readonly code: CloseCode; readonly reason: string } | undefined;
  readonly person: Person;
  canWrite: boolean;
  isBehind = false;
  readonly schema: number;

  constructor(name: string, { canWrite = true, schema = Number.POSITIVE_INFINITY } = {}) {
    this.person = { id: name, name, hue: 1 };
    this.canWrite = canWrite;
    this.schema = schema;
  }

  send(frame: Uint8Array): void {
    this.heard.push(decodeMessage(frame));
  }

  relay({ messages }: Bundle): void {
    for (const message of messages) this.send(message);
  }

  answer(bundle: Bundle): void {
    this.relay(bundle);
  }

  /** How many wait for something before they hear more of it. */
  pauses = 0;

  pause(): void {
    this.pauses++;
  }

  resume(): void {
    this.pauses--;
  }

  close(code: CloseCode, reason: string): void {
    this.closed ??= { code, reason };
  }

  saved(count: number): void {
    this.savedCounts.push(count);
  }

  /** What it heard of others since it was asked last: `[client id, clock, state]`, a frame each. */
  takePresence(): [number, number, unknown][][] {
    return this.heard.splice(0).flatMap((message) => {
      if (message.type !== "awareness") return [];
      const entries = decodeAwareness(message.update);
      return [
        entries.map(({ clientId, clock, state }): [number, number, unknown] => [
          clientId,
          clock,
          JSON.parse(state),
        ]),
      ];
    });
  }
}
