import { expect, test, vi } from "vitest";
import { open, opened, outline, type Peer, pre, press, putAtEnd, type } from "../test/peers.ts";

/** Somebody who wants it, with what knows the signs. */
async function openOn(language: boolean | string = true): Promise<Peer> {
  const peer = open(undefined, { typography: () => language });
  await vi.dynamicImportSettled();
  return peer;
}

test.each([
  ['"a" said "b (\'c\')"', "“a” said “b (‘c’)”"],
  ["don't", "don’t"],
  ["wait... no.... ", "wait… no…. "],
  ["a -- b", "a – b"],
  ["a--b", "a—b"],
  ["git --help", "git --help"],
  ["a -> b, c -->", "a → b, c -->"],
  ["Quire (c) 2026", "Quire © 2026"],
  ["(c) third", "(c) third"],
  ["1/2 and 3/4 on 1/2/2026", "½ and ¾ on 1/2/2026"],
])("typed, %s is set as %s", async (typed, expected) => {
  const peer = await openOn();
  type(peer.view, typed);
  expect(outline(peer.view)).toEqual([expected]);
});

test.each(["Backspace", "Mod-z"])("an immediate %s gives back what was typed", async (key) => {
  const peer = await openOn();
  type(peer.view, 'a "');
  press(peer.view, key);
  expect(outline(peer.view)).toEqual(['a "']);
  type(peer.view, "b");
  expect(outline(peer.view)).toEqual(['a "b']);
});

test("a divider, a fence and code in a line and in a block stay what they are", async () => {
  const peer = await openOn();
  type(peer.view, '---a `"...` ');
  expect(outline(peer.view)).toEqual(["---", 'a "... ']);
  const block = await openOn();
  type(block.view, '``` "a" -> b...');
  expect(outline(block.view)).toEqual(['code "a" -> b...']);
});

test("nothing is set where nobody wants it, and what is pasted stays as it is", async () => {
  const plain = opened(pre("x"));
  putAtEnd(plain.view, 0);
  press(plain.view, "Mod-Enter");
  type(plain.view, '"a"...');
  expect(outline(plain.view).at(-1)).toBe('"a"...');
  const peer = await openOn();
  peer.view.pasteText('"a" -> b...');
  expect(outline(peer.view)).toEqual(['"a" -> b...']);
});

test.each([
  ["de-AT", "„a“ sagt „b ‚c‘“, geht’s?"],
  ["de-CH", "«a» sagt «b ‹c›», geht’s?"],
  ["fr", "«\u202fa\u202f» sagt «\u202fb “c”\u202f», geht’s?"],
  ["nl", "“a” sagt “b ‘c’”, geht’s?"],
  ["pl-PL", "„a” sagt „b ‚c’”, geht’s?"],
  ["sv", "”a” sagt ”b ’c’”, geht’s?"],
  ["xx", "“a” sagt “b ‘c’”, geht’s?"],
])("quotes are those of the language %s", async (language, expected) => {
  const { view } = await openOn(language);
  type(view, `"a" sagt "b 'c'", geht's?`);
  expect(outline(view)).toEqual([expected]);
});

test("a sign that is typed before what knows it is here is set when it comes", async () => {
  let isWanted = false;
  const { view } = open(undefined, { typography: () => isWanted });
  isWanted = true;
  type(view, '"');
  await vi.dynamicImportSettled();
  expect(outline(view)).toEqual(["“"]);
});
