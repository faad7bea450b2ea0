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

test("B131 threat D8 nobody but the frame answers for it: not this page, another frame, an opener or a channel", async () => {
  const diagrams = new DiagramFrame(document, "about:blank", englishWords);
  const drawn = diagrams.draw("graph TD", false);
  await vi.waitFor(() => expect(document.querySelector("iframe")).not.toBeNull());
  const inside = { postMessage: vi.fn() };
  const frame = document.querySelector("iframe") as HTMLIFrameElement;
  Object.defineProperty(frame, "contentWindow", { value: inside });
  const say = (source: unknown, data: unknown) => {
    const event = new MessageEvent("message", { data, origin: location.origin });
    window.dispatchEvent(Object.defineProperty(event, "source", { value: source }));
  };
  const forged = { svg: "<svg>forged</svg>", width: 1, height: 1 };
  const strangers = [undefined, null, window, { postMessage: vi.fn() }, { window: inside }];
  for (const stranger of strangers) for (const data of ["ready", forged]) say(stranger, data);
  await Promise.resolve();
  expect(inside.postMessage, "a stranger said that the frame is ready").not.toHaveBeenCalled();
  say(inside, "ready");
  await vi.waitFor(() =>
    expect(inside.postMessage).toHaveBeenCalledWith({ source: "graph TD", isDark: false }, "*"),
  );
  for (const stranger of strangers) say(stranger, forged);
  say(inside, { svg: "<svg>drawn</svg>", width: 2, height: 3 });
  expect(await drawn).toEqual({ svg: "<svg>drawn</svg>", width: 2, height: 3 });
  diagrams.close();
});
