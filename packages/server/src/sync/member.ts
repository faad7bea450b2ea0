import type { CloseCode, Person } from "@quire/protocol";

/** Someone in a room. A Connection is one; so is a test's fake. */
export interface Member {
  /** Who the server says they are. */
  readonly person: Person;
  readonly canWrite: boolean;
  /** The newest schema version that this member's page can show. */
  readonly schema: number;
  /** Whether so much waits for this member that it cannot have read what it was sent. */
  readonly isBehind: boolean;
  /** Queues a frame; it leaves when the turn ends. The bytes are shared with others and never changed. */
  send(frame: Uint8Array): void;
  close(code: CloseCode, reason: string): void;
  /** The first `count` sync messages of this member are on disk. */
  saved(count: number): void;
}
