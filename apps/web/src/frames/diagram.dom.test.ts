import { expect, test, vi } from "vitest";

const drawDiagram = vi.fn(async () => ({ svg: "<svg/>", width: 1, height: 1 }));
vi.doMock("./draw-diagram.ts", () => ({ drawDiagram }));

test("B131 threat D8 the page that draws does what the page around it asks for, and nothing for anybody else", async () => {
  const around = { postMessage: vi.fn() };
  Object.defineProperty(window, "parent", { value: around });
  await import("./diagram.ts");
  await vi.waitFor(() => expect(around.postMessage).toHaveBeenCalledWith("ready", "*"));
  const asked = { source: "graph TD", isDark: true };
  const say = (source: unknown) => {
    const event = new MessageEvent("message", { data: asked, origin: location.origin });
    window.dispatchEvent(Object.defineProperty(event, "source", { value: source }));
  };
  const opener = { postMessage: vi.fn() };
  for (const stranger of [undefined, null, window, opener, { parent: around }]) say(stranger);
  say(around);
  await vi.waitFor(() => expect(around.postMessage).toHaveBeenCalledTimes(2));
  expect(around.postMessage).toHaveBeenLastCalledWith({ svg: "<svg/>", width: 1, height: 1 }, "*");
  expect(drawDiagram.mock.calls).toEqual([[asked]]);
  expect(opener.postMessage).not.toHaveBeenCalled();
});
