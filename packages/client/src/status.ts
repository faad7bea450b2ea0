/** How a session stands. "Saved" and "kept" are claims about disks: the server's and this device's. */
export type SessionStatus =
  /** Opening: the server has not yet said how it stands, or this device's copy is still being read; no edit of mine is known to wait. */
  | { readonly state: "connecting" }
  /** Connected, and edits of mine are not yet acknowledged as on disk. */
  | { readonly state: "saving" }
  /** Connected, and everything of mine is acknowledged as on disk. */
  | { readonly state: "saved" }
  /** No connection. `kept`: the document is here, and every edit durably in this device's copy. `unsent`: some are not acknowledged. */
  | { readonly state: "offline"; readonly kept: boolean; readonly unsent: boolean }
  /** The server is there and could not write what came, as when its disk is full. The edits wait, and are tried again. */
  | { readonly state: "failing"; readonly kept: boolean }
  /**
   * The server closed for good. `unsent`: some edits of mine are not acknowledged. `alone`: those, or all that is here of the document,
   * may be nowhere else; undefined until that is known. `kept`: that is durably in this device's drawer.
   */
  | {
      readonly state: "refused";
      readonly code: number;
      readonly reason: string;
      readonly unsent: boolean;
      readonly alone: boolean | undefined;
      readonly kept: boolean;
    };

/** What one connection has said and heard so far. */
export interface LineFacts {
  /** Frames can leave and come. */
  readonly isOpen: boolean;
  /** The server's step 1 came and was answered with all that it lacked. Someone who may not write gets no step 1. */
  readonly hasAnswered: boolean;
  /** Sync messages (step 2 or update) that left on this connection. */
  readonly sent: number;
  /** How many of them the server has called saved. */
  readonly saved: number;
}

/** All that a status is derived from. */
export interface SessionFacts {
  /** The newest connection, open or not; null before the first. */
  readonly line: LineFacts | null;
  /** The server's step 2 came on this connection. */
  readonly isSynced: boolean;
  /** A connection or an attempt at one has ended since the session was opened. */
  readonly hasLostLine: boolean;
  /** The newest connection that ended did so because the server could not write, and nothing was acknowledged since. */
  readonly hasStoreFailed: boolean;
  /** Why the server closed for good. */
  readonly refusal: { readonly code: number; readonly reason: string } | null;
  /** Edits of mine exist that no connection has acknowledged. */
  readonly hasUnsent: boolean;
  /** Some of the document is here: its text, or edits of mine to what is still to come. */
  readonly isHere: boolean;
  /** This device's copy is still being read: edits of before may wait in it. */
  readonly isCopyUnread: boolean;
  /** All of the document, as it is here, is durably in this device's copy. */
  readonly isKept: boolean;
  /** What the server does not take, or does not have, is durably in this device's drawer. */
  readonly isInDrawer: boolean;
  /** There is something that the server does not take, or may not have; undefined until that is known. */
  readonly isAlone: boolean | undefined;
}

// The same object each time: whoever shows a status has nothing to draw anew where it says what it said before.
const connecting: SessionStatus = { state: "connecting" };
const saving: SessionStatus = { state: "saving" };
const saved: SessionStatus = { state: "saved" };

/** Whether the server has everything that was here when the last of these messages left. */
export function isAcknowledged(line: LineFacts): boolean {
  return line.isOpen && line.hasAnswered && line.sent === line.saved;
}

/**
 * The status that the facts allow, and never a better one.
 *
 *     refusal                         -> refused
 *     the store failed, with edits    -> failing, also while a new line is tried
 *     no open line                    -> connecting (first attempt; saving with edits), then offline
 *     open, edits not acknowledged    -> saving
 *     no edits, the copy is unread    -> connecting, also without an open line
 *     open, synced, all acknowledged  -> saved
 *     open, else                      -> connecting until it is synced and something was acknowledged, then saving
 *
 * A reader is never asked for what it has and sends nothing: it is saved once synced.
 */
export function deriveStatus(facts: SessionFacts): SessionStatus {
  const { line, refusal, hasUnsent } = facts;
  if (refusal !== null) {
    const alone = hasUnsent || facts.isAlone;
    return { state: "refused", ...refusal, unsent: hasUnsent, alone, kept: facts.isInDrawer };
  }
  if (facts.hasStoreFailed && hasUnsent) return { state: "failing", kept: facts.isKept };
  const mayWait = facts.isCopyUnread && !hasUnsent;
  if (line === null || !line.isOpen) {
    if (!facts.hasLostLine || mayWait) return hasUnsent ? saving : connecting;
    return { state: "offline", kept: facts.isKept && facts.isHere, unsent: hasUnsent };
  }
  if (hasUnsent) return saving;
  if (mayWait) return connecting;
  const isSettled = isAcknowledged(line) || line.sent === 0;
  if (facts.isSynced && isSettled) return saved;
  // What was sent and is no edit of mine: first the answer to the server's step 1, later Yjs' own clean-ups.
  return facts.isSynced && line.saved > 0 ? saving : connecting;
}

/** Whether two statuses say the same. Those of one state have the same fields. */
export function isSameStatus(one: SessionStatus, other: SessionStatus): boolean {
  return Object.entries(other).every(([key, value]) => Reflect.get(one, key) === value);
}
