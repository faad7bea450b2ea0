import fc from "fast-check";
import { fromHtml as parseHtml } from "hast-util-from-html";
import { expect, test } from "vitest";
import { fromHtml, toHtml } from "./html.ts";
import { fromMarkdown, toMarkdown } from "./markdown.ts";
import { schema } from "./schema.ts";

test("lists and quotes nest, and ED-5 numbers stay", () => {
  expect(toHtml(fromMarkdown("5. a\n6. b\n   - c\n\n     d\n\n> e\n>\n> > f\n"))).toBe(
    [
      '<ol start="5"><li>a</li>',
      "<li>b",
      "<ul><li>c",
      "<p>d</p></li></ul></li></ol>",
      "<blockquote><p>e</p>",
      "<blockquote><p>f</p></blockquote></blockquote>",
    ].join("\n"),
  );
});

test("tasks have boxes, code its language, marks their tags", () => {
  expect(
    toHtml(fromMarkdown('- [x] a\n\n```js\nb\n```\n\n**c** *d* ~~e~~ <u>f</u> `g`\\\n[h](/i "j")\n\n---\n')),
  ).toBe(
    [
      '<ul><li><input type="checkbox" disabled checked> a</li></ul>',
      '<pre><code class="language-js">b</code></pre>',
      '<p><strong>c</strong> <em>d</em> <s>e</s> <u>f</u> <code>g</code><br><a href="/i" title="j" rel="noopener noreferrer">h</a></p>',
      "<hr>",
    ].join("\n"),
  );
});

test("HTML that was written is read back", () => {
  const markdown =
    '# a\n\n1. b\n2. c\n   - [ ] d\n   - [x] e\n\n     f\n\n> g\n>\n> - h\n\n```js\ni\n\n  j\n```\n\n---\n\n**k _l_** ~~m~~ <u>n</u> `o` [p](/q "r")\\\ns\n';
  expect(toMarkdown(fromHtml(toHtml(fromMarkdown(markdown))))).toBe(markdown);
});

test("what the schema lacks is kept as the Markdown that it would be", () => {
  expect(toMarkdown(fromHtml("<p>c <img src=d alt=e></p>"))).toBe("c ![e](d)\n");
});

test("ED-8 links that are not safe are their text, read and written", () => {
  expect(fromHtml('<a href="javascript:x">a</a><a href=" data:x">b</a>').toString()).toBe(
    'doc(paragraph("ab"))',
  );
  const unsafe = schema.text("a", [schema.mark("link", { href: "java\nscript:x" })]);
  expect(toHtml(schema.node("doc", null, [schema.node("paragraph", null, [unsafe])]))).toBe(
    "<p><span>a</span></p>",
  );
});

test("scripts and styles are left out of what is read", () => {
  expect(fromHtml("<style>a{}</style><script>b()</script><p onclick=c()>d</p><!-- e -->").toString()).toBe(
    'doc(paragraph("d"))',
  );
});

test("D7 no markup comes out of text, whatever it is and wherever it stands", () => {
  const hostile = fc
    .array(
      fc.constantFrom(
        "<script>",
        "</script>",
        "<img src=x onerror=y>",
        '"',
        "'",
        "&",
        "<!--",
        "-->",
        "</code>",
        "]]>",
        "`",
        "a",
      ),
      {
        minLength: 1,
        maxLength: 5,
      },
    )
    .map((parts) => parts.join(""));
  const allowed = new Set(
    "h1 h2 h3 h4 h5 h6 p pre code ul ol li blockquote input hr br strong em u s a span".split(" "),
  );
  fc.assert(
    fc.property(hostile, hostile, (text, value) => {
      const marked = schema.text(text, [
        schema.mark("link", { href: value, title: value }),
        schema.mark("code", { source: true }),
      ]);
      const doc = schema.node("doc", null, [
        schema.node("paragraph", { list: "task", kind: "heading", level: 2 }, [marked]),
        schema.node("code_block", { language: value, source: true }, [schema.text(text)]),
      ]);
      const found: string[] = [];
      const stack: unknown[] = [parseHtml(toHtml(doc), { fragment: true })];
      for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
        const {
          tagName,
          properties = {},
          children = [],
        } = node as {
          tagName?: string;
          properties?: Record<string, unknown>;
          children?: unknown[];
        };
        if (tagName !== undefined && !allowed.has(tagName)) found.push(tagName);
        found.push(...Object.keys(properties).filter((name) => name.startsWith("on") || name === "style"));
        stack.push(...children);
      }
      expect(found).toEqual([]);
    }),
  );
});

test("HTML nested beyond what the stack bears keeps its words", () => {
  const deep = `${"<div>".repeat(50_000)}a<b>b</b>`;
  expect(fromHtml(deep).textContent).toBe("ab");
});
