import { afterEach, expect, test, vi } from "vitest";
import { englishWords } from "../words.ts";
import { DiagramFrame } from "./diagram-frame.ts";

afterEach(() => void vi.useRealTimers());

test("a frame that does not answer is told of to who asked, and to nobody else", async () => {
  vi.useFakeTimers();
  const frame = new DiagramFrame(document, "about:blank", englishWords);
  const drawn = frame.draw("graph TD", false);
  const told = expect(drawn).rejects.toThrow(/took too long|too long/);
  await vi.advanceTimersByTimeAsync(20_000);
  await told;
  expect(document.querySelector("iframe")).toBeNull();
  frame.close();
});
