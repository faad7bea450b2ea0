import { expect, it } from "vitest";
import { aboutText, documentIn } from "./audit-about.ts";

const ann = "bm8gc3VjaCBkb2N1bWVud";
const team = "ZmllbGQgdGVhbSBmaWVsZA";
const names = new Map([
  [ann, "Ann Abel"],
  [team, "Field team"],
]);

it.each([
  [`person ${ann} view`, "Ann Abel can view"],
  [`group ${team} edit`, "group Field team can edit"],
  ["person o7b7nlbZNENuxOZ0HiO_zw none", "no access"],
  ["link iBySHBYcvQUxZfBbc1PVwQ edit", "can edit"],
  ["link iBySHBYcvQUxZfBbc1PVwQ view public", "can view public"],
  [`${ann} link, by command`, "Ann Abel link, by command"],
  ["made: AQIDBAUGBwgJCgsMDQ4PEBESExQ", "made"],
  ["made: bm8gc3VjaCBkb2N1bWVu, read", "made: read"],
  ["owner, by command", "owner, by command"],
  [`${ann}: no longer connected with idp`, "Ann Abel: no longer connected with idp"],
  [`${team} 1`, "Field team: 1 person in it"],
  [`${team} 12`, "Field team: 12 people in it"],
  ["password", "password"],
  ["", ""],
])("an entry about %j says %j", (subject, text) => {
  expect(aboutText(subject, names)).toBe(text);
});

it.each([
  ["", ""],
  ["  ", ""],
  ["https://quire.example.org/d/abcdefghijklmnop", "abcdefghijklmnop"],
  [" https://quire.example.org/d/abcdefghijklmnop#block-3 ", "abcdefghijklmnop"],
  ["abcdefghijklmnop", "abcdefghijklmnop"],
  ["A title", undefined],
  ["https://quire.example.org/s/abcdefghijklmnop", undefined],
])("the document that is named by %j is %j", (typed, id) => {
  expect(documentIn(typed)).toBe(id);
});
