import type { AuditAction } from "@quire/protocol";
import { expect, it } from "vitest";
import { aboutText, documentIn, doneText } from "./audit-about.ts";

const ann = "bm8gc3VjaCBkb2N1bWVud";
const team = "ZmllbGQgdGVhbSBmaWVsZA";
const ben = "YmVuIGhhcyBhbiBhY2NvdW50";
const many = Array(12).fill("o7b7nlbZNENuxOZ0HiO_zw").join(" ");
const all = Array(12).fill(ann).join(" ");
const names = new Map([
  [ann, "Ann Abel"],
  [ben, "Ben Book"],
  [team, "Field team"],
]);

it.each([
  [`person ${ann} view`, "Ann Abel can view"],
  [`group ${team} edit`, "group Field team can edit"],
  ["person o7b7nlbZNENuxOZ0HiO_zw none", "no access"],
  ["link iBySHBYcvQUxZfBbc1PVwQ edit", "can edit"],
  ["link iBySHBYcvQUxZfBbc1PVwQ view public", "can view public"],
  [`${ann} link, by command`, "Ann Abel link, by command"],
  ["owner, by command", "owner, by command"],
  ["iBySHBYcvQUxZfBbc1PVwQ member, edit", "member, can edit"],
  [`${ann}: no longer connected with idp`, "Ann Abel: no longer connected with idp"],
  [`${team} 1`, "Field team: 1 person in it"],
  [`${team} 12`, "Field team: 12 people in it"],
  ["password", "password"],
  ["", ""],
  [`${team} "Field team" 2`, "Field team: 2 people in it"],
  [`${team} "The \\"A\\": team, 2" 1: came in ${ann}`, 'The "A": team, 2: 1 person in it, Ann Abel came in'],
  [
    `${team} "Team" 2: came in ${ann} ${ben}, left o7b7nlbZNENuxOZ0HiO_zw`,
    "Team: 2 people in it, Ann Abel and Ben Book came in, 1 without an account left",
  ],
  [`${team} "Gone" deleted: left ${ann} ${many}`, "Gone, deleted: Ann Abel and 12 without an account left"],
  [`${team} "Gone" deleted`, "Gone, deleted"],
  [
    `${team} "All" 12: came in ${all}`,
    `All: 12 people in it, ${"Ann Abel, ".repeat(9)}Ann Abel and 2 more came in`,
  ],
])("an entry about %j says %j", (subject, text) => {
  expect(aboutText(subject, names)).toBe(text);
});

it.each<[AuditAction, string, string]>([
  ["token", "made: bm8gc3VjaCBkb2N1bWVu, read", "Made a token that can read"],
  ["token", "made: bm8gc3VjaCBkb2N1bWVu, write", "Made a token that can read and write"],
  ["token", "ended: bm8gc3VjaCBkb2N1bWVu, write", "Ended a token"],
  ["passkey", "made: AQIDBAUGBwgJCgsMDQ4PEBESExQ", "Added a passkey"],
  ["passkey", "named: AQIDBAUGBwgJCgsMDQ4PEBESExQ", "Renamed a passkey"],
  ["passkey", "taken off: AQIDBAUGBwgJCgsMDQ4PEBESExQ", "Took off a passkey"],
  ["sign-in", "passkey", "Signed in with a passkey"],
  ["sign-in", "work", "Signed in: work"],
  ["join", "member", "Made an account as a member"],
  ["second-factor", "on", "Turned on a second factor"],
  ["email-change", "asked for", "Asked for a link to confirm an e-mail address"],
  ["email-change", "by idp", "Changed an e-mail address: by idp"],
  ["inherits", "false", "Let a document keep to itself"],
  ["share", `person ${ann} view`, "Shared a document: Ann Abel can view"],
  ["link-enter", "12 more times within the hour", "Came in by a link: 12 more times within the hour"],
  ["document-delete", "", "Deleted a document"],
])("%s with %j is said as %j", (action, subject, text) => {
  expect(doneText(action, subject, names)).toBe(text);
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
