import { schema } from "@quire/schema";
import { DOMParser } from "prosemirror-model";
import { describe, expect, test } from "vitest";
import { giveStylesBack, holdBackStyles, isOwnHtml } from "./held-html.ts";

describe("what is pasted", () => {
  test("keeps nothing that a content policy would stop", () => {
    const html = `<base href="https://a.example/"><style>b { color: red }</style><P STYLE='color: red' onClick="x()">a <b style=color:red>b</b></P>`;
    const held = holdBackStyles(html);
    expect(held).not.toMatch(/<base|<style|[\s"']style\s*=|[\s"']on\w+\s*=/i);
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
    giveStylesBack(place);
    const { content } = DOMParser.fromSchema(schema).parseSlice(place);
    const pieces: string[] = [];
    content.descendants((node) => {
      if (node.isText) pieces.push(`${node.text} ${node.marks.map(({ type }) => type.name).join(" ")}`);
    });
    expect(pieces).toEqual(["a strong", "b em", "c ", "d underline"]);
  });

  test("says nothing of its blocks in another editor's words, unless Quire wrote it", () => {
    expect(holdBackStyles(`<p data-pm-slice="1 1 []">a</p>`)).toBe(
      `<p data-quire-held-data-pm-slice="1 1 []">a</p>`,
    );
    const own = `<p data-quire-slice="" data-pm-slice="1 1 []">a</p>`;
    expect(isOwnHtml(own)).toBe(true);
    expect(holdBackStyles(own)).toBe(own);
  });

  test("is no deeper than a browser can take, with all its words", () => {
    const deep = `${"<div><b>".repeat(5000)}words${"</b></div>".repeat(5000)}<p>after`;
    const held = holdBackStyles(deep);
    expect(held.match(/<(?:div|b)>/g)).toHaveLength(200);
    expect(held.match(/<\/(?:div|b)>/g)).toHaveLength(200);
    expect(held).toContain("words");
    const flat = `<div><p>a<li>b<br><o:x/></div>`.repeat(1000);
    expect(holdBackStyles(flat)).toBe(flat);
  });

  test("is looked through once, however it is nested", () => {
    const html = `<a "`.repeat(100_000);
    expect(holdBackStyles(html)).toBe(html);
  });
});
