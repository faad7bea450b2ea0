import type { SessionStatus } from "@quire/client";
import { CloseCode, documentIdPattern } from "@quire/protocol";
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
    case "refused":
      return status.unsent
        ? { tone: "bad", text: words.notSaved }
        : { tone: "warn", text: closedText(words, status) };
    default:
      return status satisfies never;
  }
}

/** Of a document that is gone there is nothing to be connected to. */
function closedText(words: Words["status"], { code, reason }: { code: number; reason: string }): string {
  if (code !== CloseCode.gone) return words.closed;
  return followerIn(reason) === undefined ? words.deleted : words.replaced;
}

/** Whether leaving the page now would lose words: they are neither on the server nor on this device. */
export function wouldLoseWords(status: SessionStatus, isKept: boolean): boolean {
  switch (status.state) {
    case "connecting":
    case "saved":
      return false;
    case "saving":
      return !isKept;
    case "offline":
      return status.unsent && !isKept;
    case "refused":
      return status.unsent && !isKept;
    default:
      return status satisfies never;
  }
}

/** What a final close code means for whoever has the document open, and the one thing to do about it. */
export interface RefusalText {
  readonly title: string;
  readonly text: string;
  readonly remedy:
    | { readonly type: "library" | "reload" | "restore" }
    | { readonly type: "open"; readonly id: string };
}

/** Says why the server closed for good. */
export function refusalText(
  { refusal: words }: Pick<Words, "refusal">,
  code: number,
  reason: string,
): RefusalText {
  switch (code) {
    case CloseCode.unauthenticated:
      return { title: words.unknownYouTitle, text: words.unknownYouText, remedy: { type: "reload" } };
    case CloseCode.forbidden:
      return { title: words.forbiddenTitle, text: words.forbiddenText, remedy: { type: "library" } };
    case CloseCode.notFound:
      return { title: words.notFoundTitle, text: words.notFoundText, remedy: { type: "library" } };
    case CloseCode.pageTooOld:
      return { title: words.oldPageTitle, text: words.oldPageText, remedy: { type: "reload" } };
    case CloseCode.gone:
      return goneText(words, reason);
    case CloseCode.tooLarge:
    case platformTooLarge:
      return { title: words.tooLargeTitle, text: words.tooLargeText, remedy: { type: "reload" } };
    case CloseCode.invalid:
      return { title: words.invalidTitle, text: words.invalidText, remedy: { type: "reload" } };
    default:
      return { title: words.otherTitle, text: words.otherText(reason), remedy: { type: "reload" } };
  }
}

/** The platform's own code for a message over the server's limit. */
const platformTooLarge = 1009;

const documentId = new RegExp(documentIdPattern);

function goneText(words: Words["refusal"], reason: string): RefusalText {
  const id = followerIn(reason);
  if (id === undefined) return { title: words.goneTitle, text: words.goneText, remedy: { type: "restore" } };
  return { title: words.replacedTitle, text: words.replacedText, remedy: { type: "open", id } };
}

/** A document that was replaced has its follower's id in the reason. */
function followerIn(reason: string): string | undefined {
  return reason.split(/\s+/).find((word) => documentId.test(word));
}
