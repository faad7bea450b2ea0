import { expect, test } from "vitest";
import { opened, p, press, put, type } from "../test/peers.ts";
import { commands } from "./commands/commands.ts";

/** What a browser does with them belongs to whoever sits at it: zoom, reload, tabs, windows, places, printing, history. */
const browserKeys = new Set([
  ..."=+-0rtwnlpdj123456789".split("").map((key) => `Mod-${key}`),
  ..."rtnwij".split("").map((key) => `Mod-Shift-${key}`),
  "Mod-Tab",
  "Mod-Shift-Tab",
  "Mod-PageUp",
  "Mod-PageDown",
  "Alt-ArrowLeft",
  "Alt-ArrowRight",
  "F5",
  "F11",
  "F12",
]);

const withKeys = commands.filter((command) => command.keys !== undefined);

/** Where each command that has a key can be tried. */
const places = [
  p("one"),
  p("two", { list: "task" }),
  p("three", { list: "task" }),
  p("four", { list: "task", indent: 1 }),
  p("five", { kind: "heading", level: 1 }),
  p("six"),
];

test.each(withKeys.map(({ id, keys }) => [keys ?? "", id]))(
  "FN-4 %s does what the list says: %s",
  (keys, id) => {
    const command = commands.find((one) => one.id === id);
    const { view } = opened(...places);
    // Whoever draws the menu says that it is there.
    view.dom.addEventListener("quire-block-menu", (event) => event.preventDefault());
    put(view, 0, 3);
    type(view, "!");
    if (id === "redo") press(view, "Mod-z");
    // Where it can do something: most can anywhere, some in a list.
    for (const block of places.keys()) {
      if (command?.isEnabled(view.state) === true) break;
      put(view, block, 0, block, 2);
    }
    expect(command?.isEnabled(view.state), `${id} can be done at none of this test's places`).toBe(true);
    expect(press(view, keys)).toBe(true);
  },
);

test("FN-4 no key of a command is one of the browser's own, and none has two", () => {
  const keys = withKeys.map((command) => command.keys ?? "");
  expect(keys.filter((key) => browserKeys.has(key))).toEqual([]);
  expect(new Set(keys).size).toBe(keys.length);
});
