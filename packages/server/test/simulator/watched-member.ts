import { CloseCode, type Person } from "@quire/protocol";
import type { HocuspocusMember } from "../../src/sync/hocuspocus-member.ts";
import type { MemberWatcher, Watched } from "./watcher.ts";

const emptyUpdate = Uint8Array.of(0, 0);

/** The shipped member of a hocuspocus socket, watched: its room and its socket find the watcher in its methods' place. */
export class WatchedMember implements Watched {
  readonly received: Uint8Array[] = [];
  savedCount = 0;
  readonly #member: HocuspocusMember;
  readonly #watcher: MemberWatcher;
  /** Whether it has left, so that nobody hears it any more. */
  #isGone = false;

  constructor(member: HocuspocusMember, watcher: MemberWatcher) {
    this.#member = member;
    this.#watcher = watcher;
    this.#listenIn();
    this.#listenOut();
  }

  get person(): Person {
    return this.#member.person;
  }

  get schema(): number {
    return this.#member.schema;
  }

  left(): void {
    this.#isGone = true;
  }

  close(code: CloseCode, reason: string): void {
    this.#member.close(code, reason);
  }

  #listenIn(): void {
    const member = this.#member;
    const [join, receive] = [member.join.bind(member), member.receive.bind(member)];
    member.join = () => this.#hear(join);
    member.receive = (message, bytes) => {
      if (message.type === "update" || message.type === "sync-step-2") this.received.push(message.update);
      this.#hear(() => receive(message, bytes));
    };
  }

  #hear(work: () => void): void {
    this.#watcher.hears(this);
    work();
    this.#watcher.heard(this);
  }

  #listenOut(): void {
    const [member, watcher] = [this.#member, this.#watcher];
    const [send, relay] = [member.send.bind(member), member.relay.bind(member)];
    const [saved, close] = [member.saved.bind(member), member.close.bind(member)];
    member.send = (message) => {
      watcher.answered(this, message);
      send(message);
    };
    member.answer = (bundle) => {
      for (const message of bundle.messages) watcher.answered(this, message);
      relay(bundle);
    };
    member.relay = (bundle) => {
      for (const message of bundle.messages) watcher.relayed(this, message);
      relay(bundle);
    };
    member.saved = (count) => {
      if (this.#isGone) return;
      watcher.saved(this, count);
      this.savedCount = count;
      saved(count);
    };
    member.close = (code, reason) => {
      if (!this.#isGone) watcher.closed(this, code, reason);
      // A reader's news are refused and it reads on: they are numbered, and never called saved.
      if (code === CloseCode.forbidden) this.received[this.received.length - 1] = emptyUpdate;
      close(code, reason);
    };
  }
}
