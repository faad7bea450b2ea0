import { schema, writeDate } from "@quire/schema";
import { describe, expect, test, vi } from "vitest";
import {
  exchangeNamed,
  opened,
  outline,
  p,
  pre,
  press,
  put,
  putAtEnd,
  putIn,
  two,
  type,
} from "../../test/peers.ts";
import { dayFromToday } from "./date.ts";

const day = "22 November 2026";
const dated = (before: string, after: string) =>
  schema.node("paragraph", null, [
    schema.text(before),
    schema.node("date", { date: "2026-11-22" }),
    ...(after === "" ? [] : [schema.text(after)]),
  ]);

describe("dates", () => {
  test.each([
    ["@today", 0],
    ["@Tomorrow", 1],
    ["by @yesterday", -1],
  ])("%s is one, counted from where the page is", (typed, days) => {
    const { view } = opened();
    type(view, `${typed} x`);
    expect(outline(view)).toEqual([`${typed.replace(/@\w+/, "")}${writeDate(dayFromToday(days))} x`]);
  });

  test("a name that only begins so, an address, and a day that there is not are text", () => {
    for (const text of ["me@today", "@2026-02-31", "@toda y"]) {
      const { view } = opened();
      type(view, text);
      expect(outline(view)).toEqual([text]);
    }
  });

  test("Backspace right after gives back what was typed", () => {
    const { view } = opened();
    type(view, "on @2026-11-22");
    expect(outline(view)).toEqual([`on ${day}`]);
    press(view, "Backspace");
    expect(outline(view)).toEqual(["on @2026-11-22"]);
  });

  test("its words are counted, and stay where its line becomes code", () => {
    const { view, editor } = opened(dated("on ", " we go"), dated("or ", ""));
    expect(editor.getSnapshot().words).toBe(10);
    put(view, 0, 0);
    editor.run("code-block");
    expect(outline(view)).toEqual([`code on ${day} we go`, `or ${day}`]);
    const lines = opened(dated("on ", ""), dated("or ", ""));
    put(lines.view, 0, 0, 1, 3);
    lines.editor.run("code-block");
    expect(outline(lines.view)).toEqual([`code on ${day}\nor ${day}`]);
  });

  test("code holds none: the sign is text there, and the command does nothing", () => {
    const { view, editor } = opened(pre("x"));
    putAtEnd(view, 0);
    type(view, " @today");
    expect(editor.getSnapshot().enabled.has("date")).toBe(false);
    expect(outline(view)).toEqual(["code x @today"]);
  });

  test("what is typed behind it looks as what stood before it", () => {
    const { view, editor } = opened();
    press(view, "Mod-b");
    type(view, "a ");
    editor.run("date", "2026-11-22");
    type(view, "b");
    expect(view.state.doc.firstChild?.lastChild?.marks.map((mark) => mark.type.name)).toEqual(["strong"]);
  });

  test("RT-3 put by two at one place at once, both are there, and the words around them once", async () => {
    const [a, b] = two(p("The line.", { id: "l" }));
    await vi.dynamicImportSettled(); // what puts words back comes after the text
    for (const [peer, date] of [
      [a, "2026-01-01"],
      [b, "2026-02-02"],
    ] as const) {
      putIn(peer.view, "The line.", 4);
      peer.editor.run("date", date);
    }
    exchangeNamed(a.ydoc, b.ydoc);
    expect(outline(a.view)).toEqual(outline(b.view));
    const [line = ""] = outline(a.view);
    const dates = ["1 January 2026", "2 February 2026"];
    expect(dates.map((date) => line.split(date).length)).toEqual([2, 2]);
    expect(dates.reduce((words, date) => words.replace(date, ""), line)).toBe("The line.");
  });
});
