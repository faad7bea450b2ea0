import { expect, it } from "vitest";
import { aboutText } from "./audit-about.ts";

const ann = "bm8gc3VjaCBkb2N1bWVud";
const names = new Map([[ann, "Ann Abel"]]);

it.each([
  [`person ${ann} view`, "Ann Abel can view"],
  ["person o7b7nlbZNENuxOZ0HiO_zw none", "no access"],
  ["link iBySHBYcvQUxZfBbc1PVwQ edit", "can edit"],
  ["link iBySHBYcvQUxZfBbc1PVwQ view public", "can view public"],
  [`${ann} link, by command`, "Ann Abel link, by command"],
  ["made: AQIDBAUGBwgJCgsMDQ4PEBESExQ", "made"],
  ["made: bm8gc3VjaCBkb2N1bWVu, read", "made: read"],
  ["owner, by command", "owner, by command"],
  [`${ann}: no longer connected with idp`, "Ann Abel: no longer connected with idp"],
  ["password", "password"],
  ["", ""],
])("an entry about %j says %j", (subject, text) => {
  expect(aboutText(subject, names)).toBe(text);
});
