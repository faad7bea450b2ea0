import { CloseCode, mayOnlyRead, noRoomForText } from "@quire/protocol";
import { describe, expect, it } from "vitest";
import { refusalText } from "./refusal-words.ts";
import { createEnglish } from "./words/en.ts";

const words = await createEnglish().loadTools();

describe("a refusal", () => {
  it.each([
    [CloseCode.unauthenticated, "reload"],
    [CloseCode.forbidden, "library"],
    [CloseCode.notFound, "library"],
    [CloseCode.pageTooOld, "reload"],
    [CloseCode.gone, "restore"],
    [CloseCode.tooLarge, "reload"],
    [1009, "reload"],
    [CloseCode.invalid, "reload"],
    [4499, "reload"],
  ])("with %i says what happened and offers to %s", (code, remedy) => {
    const text = refusalText(words, code, "this is the server's reason");
    expect(text.remedy).toEqual({ type: remedy });
    expect(text.title).not.toBe("");
    expect(text.text).not.toBe("");
  });

  it("says to who had the text that it is gone, and to who may still read that they may", () => {
    const said = (code: number, reason: string) => refusalText(words, code, reason, true).title;
    expect(said(CloseCode.forbidden, "you may not open this document")).toBe(words.refusal.takenTitle);
    expect(said(CloseCode.unauthenticated, "")).toBe(words.refusal.takenTitle);
    expect(said(CloseCode.notFound, "")).toBe(words.refusal.missingTitle);
    expect(said(CloseCode.forbidden, mayOnlyRead)).toBe(words.refusal.readOnlyTitle);
  });

  it("B221 tells a reader nothing of their words that is untrue where they never could write", () => {
    const { title, text } = refusalText(words, CloseCode.forbidden, mayOnlyRead, true);
    expect(text).toContain("Who owns it decides who may write in it");
    expect(`${title} ${text}`).not.toMatch(/any more|\bnow\b|changed what you|came after/);
  });

  it("B152 says to who has written as much as they may that there is no room", () => {
    const { title, remedy } = refusalText(words, CloseCode.tooLarge, noRoomForText);
    expect([title, remedy]).toEqual([words.refusal.fullTitle, { type: "reload" }]);
  });

  it("leads to the document that replaced a reset one", () => {
    const id = "Zm9vYmFyYmF6cXV4";
    expect(refusalText(words, CloseCode.gone, `replaced by ${id}`).remedy).toEqual({ type: "open", id });
  });

  it("hands on the reason of a code that it does not know", () => {
    expect(refusalText(words, 4499, "the moon is full").text).toContain("the moon is full");
  });
});
