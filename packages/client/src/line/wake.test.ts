import { expect, test } from "vitest";
import { platformWake } from "./wake.ts";

test("where there is no page nobody is told anything, and nothing is hidden", () => {
  const wake = platformWake();
  wake.subscribe(() => expect.unreachable())();
  expect(wake.isHidden).toBe(false);
});
