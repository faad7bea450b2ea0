import { describe, expect, it } from "vitest";
import { fromMarkdown, toHtml, toMarkdown } from "./convert.ts";

type Example = readonly [markdown: string, html: string];

/**
 * GitHub's extensions to CommonMark by the sections of its specification (0.29-gfm), and its alerts, in
 * examples of our own. The HTML is what GitHub makes of them, but where a comment says otherwise: an item has no
 * paragraph of its own, what is struck out is `s`, a table has no head apart from its `th`.
 */
const sections: Readonly<Record<string, readonly Example[]>> = {
  "Tables (extension)": [
    ["| a | b |\n| - | - |\n| c | d |", table("<th>a</th><th>b</th>", "<td>c</td><td>d</td>")],
    ["a | b\n-|-\nc | d", table("<th>a</th><th>b</th>", "<td>c</td><td>d</td>")],
    ["| a |\n| - |", table("<th>a</th>")],
    [
      "| a | b |\n| :-: | -: |\n| c | d |",
      table(
        '<th align="center">a</th><th align="right">b</th>',
        '<td align="center">c</td><td align="right">d</td>',
      ),
    ],
    ["| a \\| b |\n| - |\n| `c \\| d` |", table("<th>a | b</th>", "<td><code>c | d</code></td>")],
    ["| a | b |\n| - | - |\n| c |", table("<th>a</th><th>b</th>", "<td>c</td><td></td>")],
    // GitHub leaves out what stands behind the last column. No words are lost here.
    [
      "| a | b |\n| - | - |\n| c | d | e |",
      table("<th>a</th><th>b</th><td></td>", "<td>c</td><td>d</td><td>e</td>"),
    ],
    ["| *a* | [b](/c) |\n| - | - |", table(`<th><em>a</em></th><th>${link("/c", "b")}</th>`)],
    ["| a | b |\n| - |\n| c |", "<p>| a | b | | - | | c |</p>"],
    ["| a |\n| - |\n| b |\n> c", `${table("<th>a</th>", "<td>b</td>")}<blockquote><p>c</p></blockquote>`],
    ["| a |\n| - |\n| b |\n\nc", `${table("<th>a</th>", "<td>b</td>")}<p>c</p>`],
    ["| a |\n| - |\n| b |\nc", table("<th>a</th>", "<td>b</td>", "<td>c</td>")],
  ],
  "Task list items (extension)": [
    ["- [ ] a", `<ul>${task("a", false)}</ul>`],
    ["- [x] a", `<ul>${task("a", true)}</ul>`],
    ["* [X] a", `<ul>${task("a", true)}</ul>`],
    ["- [x] a\n- [ ] b", `<ul>${task("a", true)}${task("b", false)}</ul>`],
    ["* [x] a\n\n* [ ] b", `<ul>${task("a", true)}${task("b", false)}</ul>`],
    ["- a\n  - [x] b", `<ul><li>a<ul>${task("b", true)}</ul></li></ul>`],
    ["- [x]a", "<ul><li>[x]a</li></ul>"],
    ["- [] a", "<ul><li>[] a</li></ul>"],
    ["[x] a", "<p>[x] a</p>"],
  ],
  "Strikethrough (extension)": [
    ["~~a~~ b", "<p><s>a</s> b</p>"],
    ["~a~ b", "<p><s>a</s> b</p>"],
    ["a~~b~~c", "<p>a<s>b</s>c</p>"],
    ["~~a\n\nb~~", "<p>~~a</p><p>b~~</p>"],
    ["~~~~a~~~~ b", '<pre><code class="language-a~~~~"></code></pre>'],
    ["a ~~~b~~~", "<p>a ~~~b~~~</p>"],
    // The order of marks is ours.
    ["~~*a*~~", "<p><em><s>a</s></em></p>"],
    ["\\~~a~~", "<p>~~a~~</p>"],
  ],
  "Autolinks (extension)": [
    ["www.example.org", `<p>${link("http://www.example.org", "www.example.org")}</p>`],
    ["see www.example.org/a for", `<p>see ${link("http://www.example.org/a", "www.example.org/a")} for</p>`],
    ["www.example.org.", `<p>${link("http://www.example.org", "www.example.org")}.</p>`],
    ["(www.example.org/a)", `<p>(${link("http://www.example.org/a", "www.example.org/a")})</p>`],
    ["www.example.org/a_(b)", `<p>${link("http://www.example.org/a_(b)", "www.example.org/a_(b)")}</p>`],
    ["www.example.org/a&hl;", `<p>${link("http://www.example.org/a", "www.example.org/a")}&#x26;hl;</p>`],
    ["http://example.org", `<p>${link("http://example.org", "http://example.org")}</p>`],
    [
      "https://x.org/?a=b&c=d",
      `<p>${link("https://x.org/?a=b&#x26;c=d", "https://x.org/?a=b&#x26;c=d")}</p>`,
    ],
    ["ada@example.org", `<p>${link("mailto:ada@example.org", "ada@example.org")}</p>`],
    ["ada@example", "<p>ada@example</p>"],
    ["ada@example.org-", "<p>ada@example.org-</p>"],
    ["a.b-c_d@a.b.", `<p>${link("mailto:a.b-c_d@a.b", "a.b-c_d@a.b")}.</p>`],
    ["`www.example.org`", "<p><code>www.example.org</code></p>"],
  ],
  // All raw HTML can be read and runs nowhere, not only what GitHub forbids.
  "Disallowed Raw HTML (extension)": [
    ["<script>a</script>", '<pre><code class="language-html">&#x3C;script>a&#x3C;/script></code></pre>'],
    ["<style>p {}</style>", '<pre><code class="language-html">&#x3C;style>p {}&#x3C;/style></code></pre>'],
    ["a <iframe src=x> b", "<p>a <code>&#x3C;iframe src=x></code> b</p>"],
    ["a <xmp> b", "<p>a <code>&#x3C;xmp></code> b</p>"],
  ],
  Alerts: [
    ["> [!NOTE]\n> a", '<aside data-callout="note"><p>a</p></aside>'],
    ["> [!WARNING]\n> a\n>\n> b", '<aside data-callout="warning"><p>a</p><p>b</p></aside>'],
    ["> [!other]\n> a", "<blockquote><p>[!other] a</p></blockquote>"],
  ],
};

describe.each(Object.entries(sections))("GitHub's Markdown: %s", (_section, examples) => {
  it.each(examples)("%j is shown as GitHub does", (markdown, html) => {
    const shown = toHtml(fromMarkdown(markdown));
    expect(shown.replaceAll("\n", "").replaceAll(' rel="noopener noreferrer"', "")).toBe(html);
  });

  it.each(examples)("D5 %j is stable after one pass", (markdown) => {
    const doc = fromMarkdown(markdown);
    const again = fromMarkdown(toMarkdown(doc));
    expect(again.toJSON()).toEqual(doc.toJSON());
    expect(toMarkdown(again)).toBe(toMarkdown(doc));
  });
});

function table(...rows: readonly string[]): string {
  return `<table><tbody>${rows.map((cells) => `<tr>${cells}</tr>`).join("")}</tbody></table>`;
}

function link(href: string, text: string): string {
  return `<a href="${href}">${text}</a>`;
}

function task(text: string, isDone: boolean): string {
  return `<li><input type="checkbox" disabled${isDone ? " checked" : ""}> ${text}</li>`;
}
