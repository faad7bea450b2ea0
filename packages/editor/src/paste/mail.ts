import type { Page, Source } from "./source.ts";
import { unwrap } from "./tree.ts";

const signs =
  "[class^=gmail_], [class*=' gmail_'], .elementToProof, [class^=x_Mso], blockquote[type=cite], .Apple-interchange-newline, .moz-cite-prefix";

/** Mail in Gmail, Outlook in a browser, Apple Mail and Thunderbird: a line is a `<div>`, and so is an empty one. */
export const mail: Source = {
  name: "mail",
  hasSpacers: true,
  isSourceOf: ({ root }) => root.querySelector(signs) !== null,
  tidy(page) {
    setBlanks(page);
    dropSignature(page);
  },
};

/** Safari writes every second blank as one that does not break. */
function setBlanks({ root }: Page): void {
  for (const blank of root.querySelectorAll(".Apple-converted-space")) {
    blank.textContent = " ";
    unwrap(blank);
  }
  for (const end of root.querySelectorAll(".Apple-interchange-newline")) end.remove();
}

/** The two hyphens that part a signature from a mail are no list. */
function dropSignature({ root }: Page): void {
  for (const line of root.querySelectorAll(".gmail_signature_prefix")) line.remove();
}
