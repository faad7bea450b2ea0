import { expect, it } from "vitest";
import { search } from "./palette-search.ts";

const items = [
  { label: "Bulleted list", keywords: ["ul", "points"] },
  { label: "Numbered list", keywords: ["ol"] },
  { label: "Quote" },
  { label: "Élan, a plan" },
  { label: "Unquoted" },
  { label: "日本の川" },
  { label: "Minutes", text: "we met at the riverbank" },
];

it.each([
  ["", ["Bulleted list", "Numbered list", "Quote", "Élan, a plan", "Unquoted", "日本の川", "Minutes"]],
  ["Riverb", ["Minutes"]],
  ["quo", ["Quote", "Unquoted"]],
  ["list num", ["Numbered list"]],
  ["list", ["Bulleted list", "Numbered list"]],
  ["OL", ["Numbered list"]],
  ["elan", ["Élan, a plan"]],
  ["川", ["日本の川"]],
  ["list x", []],
])("%j finds %j", (query, labels) => {
  expect(search(items, query).map(({ label }) => label)).toEqual(labels);
});
