import { expect, test } from "vitest";
import { nearestHue } from "./nearest-hue.ts";

test.each([
  ["#ffff00", "yellow"],
  ["yellow", "yellow"],
  ["#fff2cc", "yellow"],
  ["lime", "green"],
  ["#00ff00", "green"],
  ["#d9ead3", "green"],
  ["aqua", "teal"],
  ["rgb(0, 255, 255)", "teal"],
  ["#cfe2f3", "blue"],
  ["navy", "blue"],
  ["purple", "purple"],
  ["#d9d2e9", "purple"],
  ["fuchsia", "pink"],
  ["#f00", "red"],
  ["#f4cccc", "red"],
  ["#fce5cd", "orange"],
  ["silver", "gray"],
  ["black", "gray"],
  ["rgba(255, 0, 0, 1)", "red"],
])("a pen of %s is %s", (css, hue) => {
  expect(nearestHue(css)).toBe(hue);
});

test.each([
  "none",
  "transparent",
  "white",
  "#ffffff",
  "#fafafa",
  "rgba(255, 0, 0, 0.2)",
  "url(x)",
  "constructor",
  "",
])("%s is no pen", (css) => {
  expect(nearestHue(css)).toBeNull();
});
