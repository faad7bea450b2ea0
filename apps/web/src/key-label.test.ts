import { describe, expect, it } from "vitest";
import { keyLabel } from "./key-label.ts";
import { isMacPlatform } from "./mac-platform.ts";

describe("a key's label", () => {
  it.each([
    ["Mod-b", "Ctrl+B", "⌘B"],
    ["Mod-Shift-x", "Ctrl+Shift+X", "⌘⇧X"],
    ["Mod-Alt-1", "Ctrl+Alt+1", "⌘⌥1"],
    ["Mod-Enter", "Ctrl+Enter", "⌘↩"],
    ["Mod--", "Ctrl+-", "⌘-"],
    ["Alt-F10", "Alt+F10", "⌥F10"],
    ["Alt-Shift-ArrowDown", "Alt+Shift+↓", "⌥⇧↓"],
    ["Tab", "Tab", "Tab"],
  ])("FN-4 %s is %s, on a Mac %s", (keys, other, mac) => {
    expect(keyLabel(keys, false)).toBe(other);
    expect(keyLabel(keys, true)).toBe(mac);
  });

  it("knows whose keyboards have Command", () => {
    expect(["MacIntel", "iPhone", "Win32", "Linux x86_64"].map(isMacPlatform)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
