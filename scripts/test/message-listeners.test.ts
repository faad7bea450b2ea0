import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const root = new URL("../../", import.meta.url);
const read = (file: string): string => readFileSync(new URL(file, root), "utf8");

/** To a window whoever has hold of it can speak, from any site: these ask first who it is. */
const toWindows = [
  "apps/web/src/frames/diagram.ts window",
  "packages/editor/src/previews/diagram-frame.ts page",
];

/** Here speak this server on a line, a worker of ours, and pages of ours on a channel; in `after-paint` the page itself. */
const toOthers = [
  "apps/web/src/after-paint.ts port1",
  "apps/web/src/library-events.ts line",
  "apps/web/src/library-events.ts socket",
  "packages/client/src/device/bell.ts channel",
  "packages/client/src/device/sender.ts this.#ring",
  "packages/client/src/line/counting-socket.ts inner",
  "packages/client/src/line/fallback.ts line",
  "packages/client/src/line/fallback.ts socket",
  "packages/client/src/line/ways.ts socket",
  "packages/editor/src/find/regex-thread.ts begun",
  "packages/editor/src/find/regex-worker.ts self",
];

const listening =
  /(?:([\w$#.]+)(?:\?\.|\.))?addEventListener\(\s*["'`]message["'`]|([\w$#.]+)\.onmessage\s*=(?!=)/g;

/** Who is listened to in a text: `one.addEventListener("message", …)`, `one.onmessage = …`. */
function listenersIn(text: string): string[] {
  return [...text.matchAll(listening)].map(([, one, other]) => one ?? other ?? "self");
}

test("threat D8 the search for what listens to messages finds it however it is written", () => {
  for (const [text, found] of [
    ['window.addEventListener("message", hear)', ["window"]],
    ["page?.addEventListener(\n  'message',", ["page"]],
    ['addEventListener("message", hear)', ["self"]],
    ["this.#ring.onmessage = hear; globalThis.onmessage=hear", ["this.#ring", "globalThis"]],
    ['if (this.onmessage === null) page.removeEventListener("message", hear)', []],
  ] as const)
    expect(listenersIn(text), text).toEqual(found);
});

test("threat D8 nothing listens to messages but what is known to, and to a window's only who asks for their source", () => {
  const files = globSync("{apps,packages}/*/src/**/*.{ts,tsx}", {
    cwd: root,
    exclude: (file) => /\.test\.tsx?$/.test(file),
  });
  const found = files.flatMap((file) => listenersIn(read(file)).map((one) => `${file} ${one}`));
  expect(found.toSorted()).toEqual([...toWindows, ...toOthers].toSorted());
  for (const each of toWindows) {
    const [file = ""] = each.split(" ", 1);
    expect(read(file), file).toMatch(/\bsource [!=]== \w/);
  }
});
