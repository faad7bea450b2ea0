import { describe, expect, it } from "vitest";
import { CloseCode, isFinal } from "./close-code.ts";
import { parseDocumentId, parseRoomName } from "./document-id.ts";
import { cleanName, colorOfHue, hueCount, maxNameLength } from "./names.ts";
import { allows, roles } from "./role.ts";

describe("document ids", () => {
  it("H6 are 16 to 64 letters, digits, - or _, and nothing else", () => {
    for (const text of ["abcdefghijklmnop", "A-_0".repeat(16)]) expect(parseDocumentId(text)).toBe(text);
    const wrong = [
      "",
      "short",
      "a".repeat(65),
      "../../etc/passwd1",
      "abcdefghijklmno\0",
      "abcdefghijklmno\n",
      "abcdefghijklmnö",
      "🦉".repeat(8),
      "a".repeat(65_536),
    ];
    for (const text of wrong)
      expect(parseDocumentId(text), JSON.stringify(text).slice(0, 40)).toBeUndefined();
  });

  it("H6 of open rooms are any well-formed name of 1 to 512 bytes without control characters", () => {
    for (const text of ["a", "team/notes", "../x", "🦉", "é".repeat(256)])
      expect(parseRoomName(text)).toBe(text);
    for (const text of ["", "a\0b", "a\u007f", "\ud800", "é".repeat(257)])
      expect(parseRoomName(text)).toBeUndefined();
  });
});

describe("close codes", () => {
  it("W7 are final from 4400 to 4499, and only there", () => {
    const final = Object.entries(CloseCode).filter(([, code]) => isFinal(code));
    expect(final.map(([name]) => name)).toEqual([
      "unauthenticated",
      "forbidden",
      "notFound",
      "pageTooOld",
      "gone",
      "tooLarge",
      "invalid",
    ]);
    for (const code of [1000, 1009, 4399, 4500]) expect(isFinal(code)).toBe(false);
  });
});

describe("people", () => {
  it("P1 a name is one line that turns nothing around it", () => {
    expect(cleanName("  Ada\n\tLovelace ")).toBe("Ada Lovelace");
    expect(cleanName("evil\u202egnp.exe")).toBe("evil gnp.exe");
    expect(cleanName("\u0000\u2028 ")).toBeUndefined();
    expect(cleanName(`${"a".repeat(maxNameLength - 1)}🦉`)).toBe("a".repeat(maxNameLength - 1));
    expect(cleanName("👩‍👩‍👧 family")).toBe("👩‍👩‍👧 family");
  });

  it("RT-6 each hue has a colour that white text is read on at 4.5:1", () => {
    for (let hue = 1; hue <= hueCount; hue++)
      expect(contrastWithWhite(colorOfHue(hue))).toBeGreaterThanOrEqual(4.5);
  });

  it("R6 each role may do what the ones before it may, and no more", () => {
    for (const [at, role] of roles.entries()) {
      for (const [need, needed] of roles.entries()) expect(allows(role, needed)).toBe(at >= need);
    }
  });
});

/** WCAG 2's ratio of a colour and white. */
function contrastWithWhite(color: string): number {
  const channels = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16) / 255);
  const [red = 0, green = 0, blue = 0] = channels.map((c) =>
    c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4,
  );
  return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05);
}
