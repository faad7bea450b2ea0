import { schema } from "@quire/schema";
import fc from "fast-check";
import { DOMParser, type Node as DocumentNode, Slice } from "prosemirror-model";
import { describe, expect, test } from "vitest";
import { type ClipboardFixture, clipboardFixtures } from "../../test/clipboard-fixtures.ts";
import { notationOf } from "../../test/notation.ts";
import { allowedAttributes, allowedNames } from "./allowed.ts";
import { cleanPasted, sources } from "./cleaning.ts";
import type { Clip } from "./clip.ts";
import { holdBackStyles } from "./held-html.ts";
import { readSheet } from "./sheet.ts";

const fixtures = clipboardFixtures();
const isProof = process.env.QUIRE_PROVE === "1";
const seed = Number(process.env.QUIRE_SEED ?? 1);
console.info(`what is left of any page: seed ${seed}`);
const parser = DOMParser.fromSchema(schema);

/** What a browser makes of HTML, in a document that nobody sees. */
function rootOf(html: string): HTMLElement {
  const { body } = document.implementation.createHTMLDocument("");
  body.innerHTML = html;
  return body;
}

function clean(clip: Clip): Element | Slice {
  return cleanPasted(rootOf(holdBackStyles(clip.html)), clip);
}

function cleanHtml(html: string): string {
  const cleaned = clean({ html, text: "", editorData: "" });
  return cleaned instanceof Slice ? "" : cleaned.innerHTML;
}

function docOf(cleaned: Element | Slice): DocumentNode {
  return cleaned instanceof Slice ? schema.node("doc", null, cleaned.content) : parser.parse(cleaned);
}

/** White space between blocks is no text. */
function squeezed(html: string): string {
  return html
    .replace(/\s+/g, " ")
    .replace(/ ?(<\/?(?:p|h\d|ul|ol|li|table|tr|t[dh]|blockquote|section|div|pre)\b[^>]*>) ?/g, "$1")
    .trim();
}

describe("what programs put on the clipboard", () => {
  test.each(fixtures)("$title", (fixture) => {
    const cleaned = clean(fixture);
    if (fixture.clean === "") expect(notationOf(docOf(cleaned))).toEqual(fixture.document);
    else expect(cleaned instanceof Slice ? "" : squeezed(cleaned.innerHTML)).toBe(squeezed(fixture.clean));
  });

  test.each(fixtures)("a plain parser reads something else: $title", (fixture) => {
    const raw = notationOf(parser.parse(rootOf(fixture.html)));
    const expected =
      fixture.clean === "" ? fixture.document : notationOf(parser.parse(rootOf(fixture.clean)));
    expect(raw).not.toEqual(expected);
  });

  test("is read again as it is", () => {
    for (const fixture of fixtures) {
      const cleaned = clean(fixture);
      if (cleaned instanceof Slice) continue;
      const again = clean({ html: cleaned.innerHTML, text: "", editorData: "" });
      expect(notationOf(docOf(again)), fixture.name).toEqual(notationOf(docOf(cleaned)));
    }
  });

  test("tells which program it comes from", () => {
    const named = (fixture: ClipboardFixture) => {
      const root = rootOf(holdBackStyles(fixture.html));
      const page = { root, clip: fixture, sheet: readSheet(root) };
      return sources.find((source) => source.isSourceOf(page))?.name ?? "any page";
    };
    expect(Object.fromEntries(fixtures.map((fixture) => [fixture.name, named(fixture)]))).toMatchObject({
      "word-lists": "Word",
      "outlook-mail": "Word",
      "word-online": "Word Online",
      "libre-office": "LibreOffice",
      "google-docs": "Google Docs",
      "google-sheets": "a spreadsheet",
      excel: "a spreadsheet",
      calc: "a spreadsheet",
      notion: "Notion",
      gmail: "mail",
      github: "any page",
    });
  });

  test("PA-1 leaves no sign of an item in its words, wherever a copy begins", () => {
    const word = fixtures.find(({ name }) => name === "word-lists");
    const paragraphs = word?.html.match(/<p class=MsoList[\s\S]*?<\/p>/g) ?? [];
    expect(paragraphs.length).toBe(10);
    for (let from = 0; from < paragraphs.length; from++) {
      const html = `<html xmlns:w="urn:schemas-microsoft-com:office:word">${paragraphs.slice(from).join("\n")}</html>`;
      for (const line of notationOf(docOf(clean({ html, text: "", editorData: "" }))))
        expect(line).not.toMatch(/[·§]|>(?:o\u00a0|\d\.|[ab]\)|i\.)/);
    }
  });
});

describe("what is left of any page", () => {
  test("PA-8 is made of the elements and attributes of a short list, whatever was pasted", () => {
    const pieces = fixtures.flatMap(({ html }) => html.match(/<[^<]*|[^<]+/g) ?? []);
    const any = fc.array(
      fc.oneof(
        { weight: 8, arbitrary: fc.nat(pieces.length - 1).map((at) => pieces[at] ?? "") },
        hostilePiece,
      ),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(any, (parts) => {
        expectAllowed(clean({ html: parts.join(""), text: "", editorData: "" }));
      }),
      { numRuns: isProof ? 20_000 : 300, seed },
    );
  });

  test("PA-8 stays so when what a program writes is cut, doubled or mixed up", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...fixtures),
        fc.array(fc.nat(20_000), { maxLength: 6 }),
        (fixture, cuts) => {
          let { html } = fixture;
          for (const cut of cuts) {
            const at = cut % (html.length + 1);
            const length = (cut * 7) % 90;
            html =
              cut % 2 === 0
                ? html.slice(0, at) + html.slice(at + length)
                : html.slice(0, at + length) + html.slice(at);
          }
          const cleaned = clean({ ...fixture, html });
          expectAllowed(cleaned);
          docOf(cleaned).check();
        },
      ),
      { numRuns: isProof ? 10_000 : 200, seed },
    );
  });

  test("PA-8 has no more depth than a document can show, and is looked at once", () => {
    const names = ["div", "b", "ul", "li", "table", "blockquote", "span", "font"];
    for (const name of names) {
      const place = rootOf("");
      let inner: Element = place;
      for (let depth = 0; depth < 500; depth++)
        inner = inner.appendChild(place.ownerDocument.createElement(name));
      inner.textContent = "deep";
      const cleaned = cleanPasted(place, { html: "", text: "", editorData: "" });
      if (cleaned instanceof Slice) throw new Error("no code was pasted");
      expect(cleaned.textContent).toBe("deep");
      expect(docOf(cleaned).textContent).toBe("deep");
    }
  });

  test("has links to other pages, safe ones", () => {
    expect(
      cleanHtml(
        `<p><a href=" JaVa\nScript:alert(1)">a</a><a href="#top">b</a><a href="file:///c:/x">c</a></p>`,
      ),
    ).toBe("<p>abc</p>");
    expect(cleanHtml(`<p><a href="https://example.org/a" onclick="x()" title="T">d</a></p>`)).toBe(
      `<p><a href="https://example.org/a" title="T">d</a></p>`,
    );
  });

  test("has pictures that somebody sees, at an address that can be fetched or with their bytes", () => {
    const dot = "data:image/png;base64,iVBORw0KGgo=";
    expect(
      cleanHtml(
        `<img src="https://example.org/a.png" alt=" A " width="20" style="height:10px" onerror="x()">`,
      ),
    ).toBe(`<img src="https://example.org/a.png" alt="A" width="20" height="10">`);
    expect(cleanHtml(`<figure><img src="${dot}"><figcaption>C</figcaption></figure>`)).toBe(
      `<figure><img src="${dot}"><figcaption>C</figcaption></figure>`,
    );
    for (const src of [
      "file:///c:/a.png",
      "a.png",
      "javascript:1",
      "blob:https://a.example/1",
      "data:image/svg+xml;base64,AA==",
    ])
      expect(cleanHtml(`a<img src="${src}">`)).toBe("a");
    expect(cleanHtml(`a<img src="https://example.org/open.gif" width="1" height="1">`)).toBe("a");
  });

  test("has tables of rows and cells, with numbers that a table can have", () => {
    expect(
      cleanHtml(
        `<table><caption>T</caption><colgroup><col width=3></colgroup><thead><tr><td colspan=2 style="width:1px">h</td></tr></thead>` +
          `<tbody><tr><td rowspan="99999">a</td><td colspan="x" bgcolor="red">b</td></tr></tbody></table>`,
      ),
    ).toBe(
      `<table><caption>T</caption><tr><th colspan="2">h</th></tr><tr><td rowspan="1000">a</td><td>b</td></tr></table>`,
    );
  });

  test("has marks where the text has them, however they are said", () => {
    expect(
      cleanHtml(
        `<style>.x { font-weight: bold } p.y, i.z { font-style: italic }</style>` +
          `<b style="font-weight: normal">a<span class="x">b<span style="font-weight:400">c</span></span></b>` +
          `<p class="y">d<u>e</u><a href="https://e.example"><u>f</u></a></p>`,
      ),
    ).toBe(
      `a<strong>b</strong>c<p><em>d</em><em><u>e</u></em><a href="https://e.example"><em>f</em></a></p>`,
    );
  });

  test("has boxes for what can be ticked", () => {
    expect(
      cleanHtml(
        `<ul><li role="checkbox" aria-checked="true">a</li><li><label><input type=checkbox>b</label></li></ul>`,
      ),
    ).toBe(`<ul><li><input type="checkbox" checked="">a</li><li><input type="checkbox">b</li></ul>`);
  });

  test("has code as it is written, in the language that its page names", () => {
    expect(cleanHtml(`<pre lang="js"><span>val </span>a<br><br>b&nbsp;= <b>2</b></pre>`)).toBe(
      `<pre><code class="language-javascript">val a\n\nb = 2</code></pre>`,
    );
    for (const html of [
      `<div class="highlight-source-rust"><pre>x</pre></div>`,
      `<pre data-language="rust"><code>x</code></pre>`,
      `<pre class="brush: rs">x</pre>`,
    ])
      expect(cleanHtml(html)).toContain(`<pre><code class="language-rust">x</code></pre>`);
  });

  test("has nothing that is hidden, runs, loads or asks", () => {
    for (const html of [
      "<script>x()</script>",
      "<object data=x></object>",
      "<svg><path></path></svg>",
      "<p hidden>d</p>",
      `<span style="display:none">e</span>`,
      "<noscript>n</noscript>",
      "<template><p>f</p></template>",
      `<video controls></video>`,
      "<textarea>t</textarea>",
      "<button>b</button>",
    ])
      expect(cleanHtml(`a${html}`), html).toBe("a");
    expect(cleanHtml(`<form action="https://x.example"><input name="a">b</form>`)).toBe("<div>b</div>");
  });
});

const hostilePiece = fc.constantFrom(
  ..."<script> </script> <style> </style> <!-- --> <![endif]> <table> <tr> <td> </table> <svg> <math> <mtext> <template> <ul> <ol> <li>".split(
    " ",
  ),
  `<img src=x onerror=alert(1)>`,
  `<a href="javascript:alert(1)">`,
  `<p style="mso-list:l0 level9 lfo1">`,
  `<span style='mso-list:Ignore'>`,
  `<li role=checkbox aria-checked=true>`,
  `<div class=ListContainerWrapper>`,
  `<b id=docs-internal-guid-1>`,
  `<sup data-footnote-ref="fn-1">`,
  `<div id=ftn1><a href="#_ftn1">`,
  `<pre class="lang-<b>">`,
  "'\"><",
);

function expectAllowed(cleaned: Element | Slice): void {
  if (cleaned instanceof Slice) return;
  for (const element of cleaned.querySelectorAll("*")) {
    expect(allowedNames).toContain(element.nodeName.toLowerCase());
    for (const { name, value } of element.attributes) {
      expect(allowedAttributes).toContain(name);
      if (name === "href") expect(value).not.toMatch(/^\s*(?:javascript|data|vbscript|file|blob):/i);
      if (name === "src")
        expect(value).toMatch(/^(?:https?:\/\/|data:image\/(?:png|jpeg|gif|webp|avif|bmp);base64,)/i);
    }
  }
}
