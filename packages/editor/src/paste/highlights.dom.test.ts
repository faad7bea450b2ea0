import { expect, test, vi } from "vitest";
import { notationOf } from "../../test/notation.ts";
import { opened } from "../../test/peers.ts";

async function pasted(html: string): Promise<string[]> {
  const { view } = opened();
  view.dom.dispatchEvent(new FocusEvent("focus"));
  await vi.dynamicImportSettled();
  view.pasteHTML(html);
  return notationOf(view.state.doc);
}

test.each([
  [
    "Word",
    `<p class=MsoNormal>a <span style='background:lime;mso-highlight:lime'>pen</span></p>`,
    "a <highlight green>pen</>",
  ],
  [
    "Google Docs",
    '<b style="font-weight:normal" id="docs-internal-guid-1"><p><span style="background-color:transparent">a </span><span style="background-color:#ffff00;color:#ff0000">pen</span></p></b>',
    "a <highlight>pen</>",
  ],
  [
    "LibreOffice",
    '<meta name="generator" content="LibreOffice 7"><p>a <span style="background: #00ffff">pen</span></p>',
    "a <highlight teal>pen</>",
  ],
  [
    "Word Online",
    '<div class="OutlineElement"><p paraeid="1"><span>a </span><span style="background-color: rgb(255, 0, 255)">pen</span></p></div>',
    "a <highlight pink>pen</>",
  ],
  ["any page, by its element", "<p>a <mark>pen</mark></p>", "a <highlight>pen</>"],
])("PA-2 a pen of %s is the nearest hue", async (_program, html, expected) => {
  expect(await pasted(html)).toEqual([expected]);
});

test("PA-2 how a page looks is dropped: colours of its text, and what lies behind it", async () => {
  const html =
    '<p style="background:red">a <span style="background-color:#ffff00;color:#ff0000">badge</span> <font color=red>b</font></p>';
  expect(await pasted(html)).toEqual(["a badge b"]);
});

test("PA-2 raised and lowered text stays so, whether an element or a style says it", async () => {
  const html =
    '<p>H<sub>2</sub>O m<sup>2</sup> <span style="vertical-align:super">a</span><span style="vertical-align:sub">b</span></p>';
  expect(await pasted(html)).toEqual([
    "H<subscript>2</>O m<superscript>2</> <superscript>a</><subscript>b</>",
  ]);
});

test("PA-6 hues that Quire said are kept, and what is no hue is not", async () => {
  const html =
    '<p><span data-color="blue">a</span> <mark data-color="red">b</mark> <span data-color="url(x)">c</span> <mark data-color="nope">d</mark></p>';
  expect(await pasted(html)).toEqual(["<color blue>a</> <highlight red>b</> c <highlight>d</>"]);
});
