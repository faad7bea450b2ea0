import { CloseCode, followerIn, mayOnlyRead, noRoomForText } from "@quire/protocol";
import type { ToolWords } from "./words/en-tools.ts";

/** What a final close code means for whoever has the document open, and the one thing to do about it. */
export interface RefusalText {
  readonly title: string;
  readonly text: string;
  readonly remedy:
    | { readonly type: "library" | "reload" | "restore" }
    | { readonly type: "open"; readonly id: string };
}

/** Says why the server closed for good; `wasOpen` says whether its text was here before. */
export function refusalText(
  { refusal: words }: Pick<ToolWords, "refusal">,
  code: number,
  reason: string,
  wasOpen = false,
): RefusalText {
  switch (code) {
    case CloseCode.unauthenticated:
      return wasOpen
        ? { title: words.takenTitle, text: words.signedOutText, remedy: { type: "reload" } }
        : { title: words.unknownYouTitle, text: words.unknownYouText, remedy: { type: "reload" } };
    case CloseCode.forbidden:
      if (reason === mayOnlyRead)
        return { title: words.readOnlyTitle, text: words.readOnlyText, remedy: { type: "library" } };
      return wasOpen
        ? { title: words.takenTitle, text: words.takenText, remedy: { type: "library" } }
        : { title: words.forbiddenTitle, text: words.forbiddenText, remedy: { type: "library" } };
    case CloseCode.notFound:
      return wasOpen
        ? { title: words.missingTitle, text: words.missingText, remedy: { type: "library" } }
        : { title: words.notFoundTitle, text: words.notFoundText, remedy: { type: "library" } };
    case CloseCode.pageTooOld:
      return { title: words.oldPageTitle, text: words.oldPageText, remedy: { type: "reload" } };
    case CloseCode.gone:
      return goneText(words, reason);
    case CloseCode.tooLarge:
      return reason === noRoomForText
        ? { title: words.fullTitle, text: words.fullText, remedy: { type: "reload" } }
        : { title: words.tooLargeTitle, text: words.tooLargeText, remedy: { type: "reload" } };
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

/** What the server will refuse again, as often as it is sent. */
const lasting: readonly number[] = [
  CloseCode.forbidden,
  CloseCode.tooLarge,
  platformTooLarge,
  CloseCode.invalid,
];

/** Whether the document opens again only when its unsent words are left aside. */
export function isRefusedAgain(code: number): boolean {
  return lasting.includes(code);
}

function goneText(words: ToolWords["refusal"], reason: string): RefusalText {
  const id = followerIn(reason);
  if (id === undefined) return { title: words.goneTitle, text: words.goneText, remedy: { type: "restore" } };
  return { title: words.replacedTitle, text: words.replacedText, remedy: { type: "open", id } };
}
