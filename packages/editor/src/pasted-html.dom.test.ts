import { describe, expect, test } from "vitest";
import { holdBackStyles, pasteParser } from "./pasted-html.ts";

describe("what is pasted", () => {
  test("keeps nothing that a content policy would stop", () => {
    const html = `<style>b { color: red }</style><P STYLE='color: red' onClick="x()">a <b style=color:red>b</b></P>`;
    const held = holdBackStyles(html);
    expect(held).not.toMatch(/<style|[\s"']style\s*=|[\s"']on\w+\s*=/i);
    expect(held).toContain("a <b");
  });

  test("keeps its words, also where they speak of styles and tags", () => {
    for (const html of [
      `<p>a style = b, onclick="c", 1 < 2 and 3 > 2</p>`,
      `<a href="/?a= style=b" title='the onclick = c'>d</a>`,
      `< p style="a">`,
      `<p`,
    ]) {
      expect(holdBackStyles(html)).toBe(html);
    }
  });

  test("is bold, slanted or underlined by its styles", () => {
    const place = document.createElement("div");
    place.innerHTML = holdBackStyles(
      `<p><span style="font-weight: 700">a</span><span style='font-style: italic'>b</span>` +
        `<b style="font-weight:normal">c</b><span style=text-decoration:underline>d</span></p>`,
    );
    const { content } = pasteParser().parseSlice(place);
    const pieces: string[] = [];
    content.descendants((node) => {
      if (node.isText) pieces.push(`${node.text} ${node.marks.map(({ type }) => type.name).join(" ")}`);
    });
    expect(pieces).toEqual(["a strong", "b em", "c ", "d underline"]);
  });

  test("is looked through once, however it is nested", () => {
    const html = `<a "`.repeat(100_000);
    expect(holdBackStyles(html)).toBe(html);
  });
});
