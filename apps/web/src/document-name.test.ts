import { describe, expect, it } from "vitest";
import { documentName } from "./document-name.ts";
import { createEnglish } from "./words/en.ts";

const words = createEnglish();

describe("a document's name", () => {
  it.each([
    "",
    " ",
    "   ",
    "\t\n",
    "\u00a0",
    "\u3000",
    "\u200b\u200d\ufeff",
    " \u2060 ",
    "\u00ad",
    "\u3164",
    "\u2800",
  ])("is said where its title is %j, in which there is nothing to see", (title) =>
    expect(documentName(words, title)).toBe("Untitled"),
  );

  it.each(["Minutes", " Minutes ", "7", ".", "👩‍👩‍👧", "\u200bא", "\ufffc"])(
    "is its title where that is %j",
    (title) => expect(documentName(words, title)).toBe(title),
  );
});
