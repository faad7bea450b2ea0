import type { SessionStatus } from "@quire/client";
import { CloseCode, followerIn } from "@quire/protocol";
import type { Words } from "./words/en.ts";

/** How loud a status is: nothing to say, on its way, take note, words are at risk. */
export type StatusTone = "good" | "busy" | "warn" | "bad";

/** A status as people read it. */
export interface StatusText {
  readonly tone: StatusTone;
  readonly text: string;
}

/** The true word for a status: "Saved" only where the server said that it is. */
export function statusText({ status: words }: Pick<Words, "status">, status: SessionStatus): StatusText {
  switch (status.state) {
    case "connecting":
      return { tone: "busy", text: words.connecting };
    case "saving":
      return { tone: "busy", text: words.saving };
    case "saved":
      return { tone: "good", text: words.saved };
    case "offline":
      if (status.kept) return { tone: "warn", text: words.kept };
      return status.unsent ? { tone: "bad", text: words.notKept } : { tone: "warn", text: words.offline };
    case "failing":
      return status.kept ? { tone: "bad", text: words.failing } : { tone: "bad", text: words.failingNotKept };
    case "refused":
      return status.unsent
        ? { tone: "bad", text: words.notSaved }
        : { tone: status.alone && !status.kept ? "bad" : "warn", text: closedText(words, status) };
    default:
      return status satisfies never;
  }
}

/** What is said of a status to who asks: also that only this page has the text in sight, where it could not be opened again. */
export function statusHint(
  { status: words }: Pick<Words, "status">,
  { state }: SessionStatus,
  text: string,
  opensOffline: boolean,
): string {
  return state === "offline" && !opensOffline ? words.stay(text) : text;
}

/**
 * The same with what is said of the document's files beside it (`FilesLeft`): its words are saved or kept, and what stands among
 * them is not.
 */
export function withFilesLeft(
  { status: words }: Pick<Words, "status">,
  said: StatusText,
  files: string | undefined,
): StatusText {
  if (files === "") return said;
  if (said.tone === "good") return { tone: "busy", text: files ?? words.connecting };
  return files === undefined ? said : { tone: "bad", text: files };
}

/** Of a document that is gone there is nothing to be connected to. */
function closedText(words: Words["status"], { code, reason }: { code: number; reason: string }): string {
  if (code === CloseCode.notFound) return words.missing;
  if (code !== CloseCode.gone) return words.closed;
  return followerIn(reason) === undefined ? words.deleted : words.replaced;
}

/** Whether leaving the page now would lose words: they are neither on the server nor on this device. */
export function wouldLoseWords(status: SessionStatus, isKept: boolean): boolean {
  if (isKept) return false;
  switch (status.state) {
    case "connecting":
    case "saved":
      return false;
    case "offline":
      return status.unsent;
    case "refused":
      // Until it is known whether it is anywhere else, it may not be.
      return status.alone !== false && !status.kept;
    default:
      return true;
  }
}

/** A status that was shown, and whether it only followed one's own keys. */
export interface ShownStatus {
  readonly status: SessionStatus;
  readonly isOwnHand: boolean;
}

/**
 * Whether a status only follows one's own keys: to Saving… and back to Saved, or from kept to not kept yet and back. Read out each
 * time, it would talk into what is typed.
 */
export function followsKeys({ status: before, isOwnHand }: ShownStatus, status: SessionStatus): boolean {
  if (groupOf(before) !== groupOf(status)) return false;
  return isOwnHand || (isOnItsWay(status) && !isOnItsWay(before));
}

function groupOf({ state }: SessionStatus): SessionStatus["state"] {
  return state === "saving" ? "saved" : state;
}

function isOnItsWay(status: SessionStatus): boolean {
  return status.state === "saving" || ("kept" in status && !status.kept);
}
