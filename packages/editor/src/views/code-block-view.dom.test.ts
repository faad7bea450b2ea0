import { expect, test, vi } from "vitest";
import { opened, pre } from "../../test/peers.ts";

test("ED-7 a code block's choice of language is filled when somebody comes to it, and shows the same", async () => {
  const { view } = opened(
    pre("let x;", { language: "typescript" }),
    pre("++", { language: "brainfuck" }),
    pre("x"),
  );
  const choices = [...view.dom.querySelectorAll("select")];
  const shown = () => choices.map((choice) => [choice.value, choice.selectedOptions[0]?.textContent]);
  const before = shown();
  expect(before).toEqual([
    ["typescript", "TypeScript"],
    ["brainfuck", "brainfuck"],
    ["", "Plain text"],
  ]);
  expect(choices.map((choice) => choice.options.length)).toEqual([1, 1, 1]);
  await vi.dynamicImportSettled();
  for (const choice of choices) choice.dispatchEvent(new Event("focus"));
  expect(shown()).toEqual(before);
  for (const choice of choices) expect(choice.options.length).toBeGreaterThan(20);
});
