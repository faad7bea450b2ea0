import { expect, it } from "vitest";
import { rescuedName } from "./rescued-name.ts";

const said = (name: string) => `${name} (unsaved words)`;

it("V5 a name that is too long with what is said of it is cut after a whole character, and says so", () => {
  expect(rescuedName("Plan", said)).toBe("Plan (unsaved words)");
  const fits = "a".repeat(184);
  expect(rescuedName(fits, said)).toBe(said(fits));
  expect(rescuedName(`${fits}a`, said)).toBe(said(`${"a".repeat(183)}…`));
  const family = "\u{1F468}\u200D\u{1F469}\u200D\u{1F467}";
  expect(rescuedName(family.repeat(25), said)).toBe(said(`${family.repeat(22)}…`));
});
