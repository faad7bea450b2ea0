import { readTitle, writeTitle } from "@quire/schema";
import { afterEach, expect, test } from "vitest";
import * as Y from "yjs";
import { copy, countUpdates, exchange } from "../test/peers.ts";
import { bindTitle } from "./title.ts";

const unbind: (() => void)[] = [];
afterEach(() => {
  for (const end of unbind.splice(0)) end();
});

function bound(ydoc = new Y.Doc(), onEnter?: () => void) {
  const field = document.createElement("textarea");
  document.body.append(field);
  unbind.push(bindTitle(field, onEnter ? { ydoc, onEnter } : { ydoc }));
  return { ydoc, field };
}

function edit(field: HTMLTextAreaElement, value: string, caret = value.length): void {
  field.value = value;
  field.setSelectionRange(caret, caret);
  field.dispatchEvent(new InputEvent("input"));
}

function key(field: HTMLTextAreaElement, name: string, init: KeyboardEventInit = {}): KeyboardEvent {
  const event = new KeyboardEvent("keydown", { key: name, cancelable: true, ...init });
  field.dispatchEvent(event);
  return event;
}

test("D1 binding writes nothing", () => {
  const ydoc = new Y.Doc();
  writeTitle(ydoc, "River survey");
  const updates = countUpdates(ydoc);
  const { field } = bound(ydoc);
  expect(field.value).toBe("River survey");
  expect(updates()).toBe(0);
});

test("two people's edits of one title are both in it, and each caret stays with its words", () => {
  const a = bound();
  edit(a.field, "River survey");
  const b = bound(copy(a.ydoc));
  edit(a.field, "The River survey", 4);
  edit(b.field, "River survey, autumn");
  exchange(a.ydoc, b.ydoc);
  expect(a.field.value).toBe("The River survey, autumn");
  expect(b.field.value).toBe("The River survey, autumn");
  expect(a.field.selectionStart).toBe(4);
  expect(b.field.selectionStart).toBe("The River survey, autumn".length);
});

test("line breaks in a paste become spaces, and the field shows it", () => {
  const { ydoc, field } = bound();
  edit(field, "one\r\ntwo\n\nthree");
  expect(readTitle(ydoc)).toBe("one two three");
  expect(field.value).toBe("one two three");
});

test("what is typed lands where it was typed, whatever characters another client put into the title", () => {
  const stored = "a\n\n\tb\r\nc\u2028\u0000d😀\v  e";
  for (let at = 0; at <= stored.length; at++) {
    // Nobody's caret stands inside a character.
    if ((stored.codePointAt(at - 1) ?? 0) > 0xffff) continue;
    const ydoc = new Y.Doc();
    const title = ydoc.getText("title");
    title.insert(0, stored);
    const { field } = bound(ydoc);
    expect(field.value).toHaveLength(stored.length);
    expect(field.value).not.toMatch(/[\r\n\t\v\u2028]/);
    edit(field, `${field.value.slice(0, at)}X${field.value.slice(at)}`, at + 1);
    expect(title.toString()).toBe(`${stored.slice(0, at)}X${stored.slice(at)}`);
    expect(field.selectionStart).toBe(at + 1);
    edit(field, field.value.slice(0, at) + field.value.slice(at + 1), at);
    expect(title.toString()).toBe(stored);
  }
});

test("what is typed lands where it was typed also beside an embed, and before what is too long to be shown", () => {
  const ydoc = new Y.Doc();
  const title = ydoc.getText("title");
  title.insert(0, `ab${"x".repeat(300)}`);
  title.insertEmbed(1, { image: "cat" });
  const { field } = bound(ydoc);
  expect(field.value).toHaveLength(200);
  edit(field, `${field.value.slice(0, 3)}!${field.value.slice(4)}`, 4);
  expect(title.toDelta()).toEqual([
    { insert: "a" },
    { insert: { image: "cat" } },
    { insert: `b!${"x".repeat(299)}` },
  ]);
});

/** A bound field, and what it had no room for. */
function boundWithRest(ydoc = new Y.Doc()) {
  const field = document.createElement("textarea");
  const rests: [rest: string, isTyped: boolean][] = [];
  unbind.push(bindTitle(field, { ydoc, onRest: (...rest) => rests.push(rest) }));
  return { ydoc, field, rests };
}

test("a full title takes no letter more, keeps its end, and says so", () => {
  const { ydoc, field, rests } = boundWithRest();
  writeTitle(ydoc, `a${"x".repeat(199)}`);
  edit(field, `aB${"x".repeat(199)}`, 2);
  expect(readTitle(ydoc)).toBe(`a${"x".repeat(199)}`);
  expect(field.value).toBe(readTitle(ydoc));
  expect(field.selectionStart).toBe(1);
  expect(rests).toEqual([["B", true]]);
});

test("what is pasted into a title fills it, and the rest is given to whoever binds it", () => {
  const { ydoc, field, rests } = boundWithRest();
  edit(field, "ab");
  const pasted = `${"x".repeat(197)}👋 and\nmore`;
  field.value = `a${pasted}b`;
  field.setSelectionRange(1 + pasted.length, 1 + pasted.length);
  field.dispatchEvent(new InputEvent("input", { inputType: "insertFromPaste" }));
  // The sign of two halves does not fit whole.
  expect(readTitle(ydoc)).toBe(`a${"x".repeat(197)}b`);
  expect(field.selectionStart).toBe(198);
  expect(rests).toEqual([["👋 and\nmore", false]]);
});

test("what an input method brings beyond the end of a title is told, too", () => {
  const { ydoc, field, rests } = boundWithRest();
  writeTitle(ydoc, "x".repeat(199));
  field.dispatchEvent(new CompositionEvent("compositionstart"));
  edit(field, `${field.value}かな`);
  field.dispatchEvent(new CompositionEvent("compositionend"));
  expect(readTitle(ydoc)).toBe(`${"x".repeat(199)}か`);
  expect(rests).toEqual([["な", true]]);
});

test("undo takes back one's own change and not the other's", () => {
  const a = bound();
  edit(a.field, "River");
  const b = bound(copy(a.ydoc));
  edit(b.field, "River survey");
  exchange(a.ydoc, b.ydoc);
  expect(key(b.field, "z", { ctrlKey: true }).defaultPrevented).toBe(true);
  expect(b.field.value).toBe("River");
  key(b.field, "z", { ctrlKey: true, shiftKey: true });
  expect(b.field.value).toBe("River survey");
});

test("Enter goes on to the text", () => {
  let entered = 0;
  const { field } = bound(new Y.Doc(), () => {
    entered++;
  });
  expect(key(field, "Enter").defaultPrevented).toBe(true);
  expect(entered).toBe(1);
});

test("RT-11 what others write while an input method is at work comes in after it, and neither is lost", () => {
  const a = bound();
  edit(a.field, "ab");
  const b = bound(copy(a.ydoc));
  b.field.dispatchEvent(new CompositionEvent("compositionstart"));
  edit(b.field, "abかな");
  edit(a.field, "xab", 1);
  exchange(a.ydoc, b.ydoc);
  expect(b.field.value).toBe("abかな");
  b.field.dispatchEvent(new CompositionEvent("compositionend"));
  exchange(a.ydoc, b.ydoc);
  expect([a.field.value, b.field.value]).toEqual(["xabかな", "xabかな"]);
});

test("after unbinding nothing is heard or written", () => {
  const { ydoc, field } = bound();
  unbind.pop()?.();
  edit(field, "x");
  writeTitle(ydoc, "y");
  expect(readTitle(ydoc)).toBe("y");
  expect(field.value).toBe("x");
});
