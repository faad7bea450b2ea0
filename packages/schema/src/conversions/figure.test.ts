import { describe, expect, test } from "vitest";
import { fromHtml, toHtml } from "../html.ts";
import { fromMarkdown, toMarkdown } from "../markdown.ts";
import { schema } from "../schema.ts";

const src = `/api/documents/a-document-of-ours/files/${"0123456789abcdef".repeat(4)}`;
const attrsOf = (markdown: string) => fromMarkdown(markdown).firstChild?.attrs;

describe("figures", () => {
  test("an image alone on its line is one, also by a reference, in an item and at another site", () => {
    const markdown = `a\n\n![A *b*](${src})\n\n- c\n\n  ![](https://example.org/d.png)\n`;
    const doc = fromMarkdown(markdown);
    expect(doc.toString()).toBe('doc(paragraph("a"), figure, paragraph("c"), figure)');
    expect(doc.child(1).attrs).toMatchObject({ src, alt: "A b", indent: null });
    expect(doc.child(3).attrs).toMatchObject({ src: "https://example.org/d.png", alt: null, indent: 1 });
    expect(toMarkdown(doc)).toBe(markdown.replace("*b*", "b"));
    expect(toMarkdown(fromMarkdown(`![x][y]\n\n[y]: ${src}\n`))).toBe(`![x](${src})\n`);
  });

  test("ED-9 caption, words, width and side come back from Markdown and from HTML", () => {
    const markdown = `:::figure{width="320" align="right"}\n![A "b"](${src})\n\nThe *caption*\\\nends\n:::\n`;
    const doc = fromMarkdown(markdown);
    expect(doc.firstChild?.attrs).toMatchObject({ src, alt: 'A "b"', width: 320, align: "right" });
    expect(toMarkdown(doc)).toBe(markdown);
    expect(toHtml(doc)).toBe(
      `<figure data-align="right"><img src="${src}" alt="A &#x22;b&#x22;" width="320"><figcaption>The <em>caption</em><br>ends</figcaption></figure>`,
    );
    expect(fromHtml(toHtml(doc)).eq(doc)).toBe(true);
  });

  test.each([
    "![a](b.png)",
    "![a](data:image/png;base64,AAAA)",
    "![a](javascript:alert(1))",
    `![a](//example.org${src})`,
    `:::figure\n![a](b.png)\n:::`,
    `:::figure\n![a](${src})\n\nb\n\nc\n:::`,
  ])("%s is none, and kept as its source", (source) => {
    const doc = fromMarkdown(source);
    expect(doc.firstChild?.attrs).toMatchObject({ source: true });
    expect(toMarkdown(doc)).toBe(`${source}\n`);
  });

  test("a width or a side that is none is left out", () => {
    for (const said of ['width="-1"', 'width="1e9"', 'align="top"', 'onload="x()"'])
      expect(attrsOf(`:::figure{${said}}\n![](${src})\n:::`)).toEqual({
        id: null,
        src,
        alt: null,
        width: null,
        align: null,
        indent: null,
      });
  });

  test("a figure of anything else is what is in it", () => {
    expect(fromHtml("<figure><pre>a</pre><figcaption>b</figcaption></figure>").toString()).toBe(
      'doc(code_block("a"), paragraph("b"))',
    );
    const image = `<img src="${src}">`;
    expect(fromHtml(`<figure>${image}<figcaption><p>a<p>b</figcaption></figure>`).toString()).toBe(
      'doc(figure("a", hard_break, "b"))',
    );
  });

  test("one whose address is none is its caption", () => {
    const doc = schema.node("doc", null, [schema.node("figure", { src: "javascript:x" }, schema.text("a"))]);
    expect(toMarkdown(doc)).toBe("a\n");
    expect(toHtml(doc)).toBe("<figure><figcaption>a</figcaption></figure>");
  });
});

describe("pictures in a line", () => {
  test("one comes back from Markdown with its words and its title, from HTML with its width too", () => {
    const markdown = `a ![A](${src} "T") b ![](https://example.org/c.png) **d**\n\n![e](${src} "alone")\n`;
    const doc = fromMarkdown(markdown);
    expect(doc.firstChild?.child(1).attrs).toEqual({ src, alt: "A", title: "T", width: null });
    expect(doc.lastChild?.firstChild?.type.name).toBe("image");
    expect(toMarkdown(doc)).toBe(markdown);
    const html = `<p>a <img src="${src}" alt="A" width="20"> b</p>`;
    expect(toHtml(fromHtml(html))).toBe(html);
  });

  test("in a link, or at an address that is none, it is kept as its source", () => {
    for (const markdown of [
      `a [b ![c](${src})](https://example.org)\n`,
      "a ![b](c.png)\n",
      "a ![b](javascript:c)\n",
    ]) {
      const doc = fromMarkdown(markdown);
      expect(doc.toString()).not.toContain("image");
      expect(toMarkdown(doc)).toBe(markdown);
    }
  });
});

describe("files", () => {
  test("comes back from Markdown and from HTML, whatever its name", () => {
    const name = 'a "b" {c} *d* <e>.pdf';
    const file = schema.node("file", { src, name, size: 1234, type: "application/pdf" });
    const doc = schema.node("doc", null, [file]);
    expect(fromMarkdown(toMarkdown(doc)).eq(doc)).toBe(true);
    expect(fromHtml(toHtml(doc)).eq(doc)).toBe(true);
  });

  test("one without an address that may be followed is its source, or its name", () => {
    const source = '::file{name="a" src="javascript:x"}';
    expect(fromMarkdown(source).toString()).toBe(`doc(code_block(${JSON.stringify(source)}))`);
    const doc = schema.node("doc", null, [schema.node("file", { src: "javascript:x", name: "a" })]);
    expect(toMarkdown(doc)).toBe("a\n");
    expect(toHtml(doc)).not.toContain("href");
  });
});
