import type { CloseCode, Person } from "@quire/protocol";
import type { Bundle } from "./bundle.ts";

/** That somebody is here, as far as the host is concerned. */
export interface Stay {
  /** They are in: told when they may not stay. */
  welcome(guest: { dismiss(code: CloseCode, reason: string): void }): void;
  /** They have gone. */
  end(): void;
}

/** Someone in a room. A Connection is one; so is a test's fake. */
export interface Member {
  /** Who the server says they are. */
  readonly person: Person;
  /** False from the moment on at which they may not write any more, also for what waits to be judged. */
  readonly canWrite: boolean;
  /** The newest schema version that this member's page can show. */
  readonly schema: number;
  /** Whether so much waits for this member that nothing more is sent for now. `Room.caughtUp` is told when that ends. */
  readonly isBehind: boolean;
  /** Queues a message for this member; it leaves when the turn ends. The bytes are never changed. */
  send(message: Uint8Array): void;
  /** Queues news of others, which others get too. */
  relay(bundle: Bundle): void;
  /** Queues the answer to a question, which others who ask the same get too. */
  answer(bundle: Bundle): void;
  /** Reads nothing more from this member until `resume`; what was read already is still heard. */
  pause(): void;
  resume(): void;
  /** `number` is that of the sync message of this member that is answered so, if it is for one. */
  close(code: CloseCode, reason: string, number?: number): void;
  /** The first `count` sync messages of this member are on disk. */
  saved(count: number): void;
}
