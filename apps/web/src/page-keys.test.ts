import { expect, it } from "vitest";
import { isPressed, toolKeys } from "./page-keys.ts";

const none = {
  key: "",
  code: "",
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  isComposing: false,
};

it.each([
  ["Mod-k", { key: "k", ctrlKey: true }, true],
  ["Mod-k", { key: "K", ctrlKey: true, shiftKey: true }, false],
  ["Mod-k", { key: "k", ctrlKey: true, altKey: true }, false],
  ["Mod-k", { key: "k", metaKey: true }, false],
  ["Mod-k", { key: "k" }, false],
  ["Mod-k", { key: "л", code: "KeyK", ctrlKey: true }, true],
  ["Mod-k", { key: "t", code: "KeyK", ctrlKey: true }, false],
  ["Mod-k", { key: "k", ctrlKey: true, isComposing: true }, false],
  ["Mod-/", { key: "/", ctrlKey: true, shiftKey: true }, true],
  ["Mod-Shift-g", { key: "G", ctrlKey: true, shiftKey: true }, true],
  ["F3", { key: "F3" }, true],
])("FN-4 %s is pressed by %j: %s", (keys, pressed, is) => {
  expect(isPressed({ ...none, ...pressed }, keys, false)).toBe(is);
});

it("FN-4 on a Mac the keys go with Command, and Option may change a letter", () => {
  const keys = toolKeys(true);
  expect(isPressed({ ...none, key: "f", metaKey: true }, keys.find, true)).toBe(true);
  expect(isPressed({ ...none, key: "f", ctrlKey: true }, keys.find, true)).toBe(false);
  expect(
    isPressed({ ...none, key: "ƒ", code: "KeyF", metaKey: true, altKey: true }, keys.replace, true),
  ).toBe(true);
});

it("FN-4 no key of the page shadows zoom, reload or tabs", () => {
  const browserKeys =
    /^(?:Mod|Ctrl)-(?:Shift-)?(?:[-=+0-9rtwnlpdj]|Tab|Page(?:Up|Down))$|^F(?:5|11|12)$|^Alt-Arrow/;
  for (const isMac of [false, true])
    expect(Object.values(toolKeys(isMac)).filter((keys) => browserKeys.test(keys))).toEqual([]);
});
