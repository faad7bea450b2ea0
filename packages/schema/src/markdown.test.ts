import spec from "commonmark-spec";
import fc from "fast-check";
import type { Node } from "prosemirror-model";
import { describe, expect, test } from "vitest";
import { type BlockGroup, blockTree } from "./block-tree.ts";
import { holdsBlocks } from "./leaf-blocks.ts";
import { fromMarkdown, toMarkdown } from "./markdown.ts";
import { type MarkName, schema } from "./schema.ts";
import { anyDocument } from "./test/any-document.ts";
import { toText } from "./text.ts";

/** What is left once Markdown has been read and written: reading and writing it again must change nothing. */
function normalized(markdown: string): string {
  return toMarkdown(fromMarkdown(markdown));
}

/** Each block as what sets it apart from a plain one, and its text. */
function blocks(doc: Node): unknown[] {
  const all: unknown[] = [];
  doc.forEach((block) => {
    const set = Object.fromEntries(Object.entries(block.attrs).filter(([, value]) => value !== null));
    const name = block.type.name === "paragraph" ? {} : { name: block.type.name };
    all.push({ ...name, ...set, text: block.textContent });
  });
  return all;
}

describe("stability", () => {
  test("IE-1 every example of the CommonMark specification is the same after one pass", () => {
    expect(spec.tests).toHaveLength(652);
    for (const { markdown } of spec.tests) {
      const once = normalized(markdown.replaceAll("→", "\t"));
      expect(normalized(once)).toBe(once);
    }
  });

  test("IE-1 the whole specification is the same after one pass, and so is its text", () => {
    const doc = fromMarkdown(spec.text);
    const once = toMarkdown(doc);
    expect(normalized(once)).toBe(once);
    expect(toText(fromMarkdown(once))).toBe(toText(doc));
  });

  test("IE-1 any text is the same after one pass", () => {
    const pieces = [
      ..."# ## > - + * ** *** _ __ ~ ~~ ` `` ``` ~~~ [ ] ( ) ! ![ [x] [^1] [a] ![a] ![a](b) [](c) | \\ &amp; &#35;".split(
        " ",
      ),
      ..."< > <b> </b> <!-- --> <u> </u> <mark> </mark> <sup> </span> <br> <div> </div> <pre> <script> 1. === --- *** |a|b| |-|-| : ; /".split(
        " ",
      ),
      ...'www.e.org http://e.org/a_b a@e.org " a b word'.split(" "),
      "    ",
      "\t",
      "  ",
      " ",
      "\n",
      "\n",
      "\n\n",
      "\n\n",
      "\n> ",
      "\n- ",
      "\n  ",
      "\n1. ",
      "\n> > ",
      "\n  - ",
      "\n[a]: /u\n",
      "[b](javascript:x)",
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 25 }), (parts) => {
        const doc = fromMarkdown(parts.join(""));
        doc.check();
        const once = toMarkdown(doc);
        expect(normalized(once)).toBe(once);
      }),
      { numRuns: 800, seed: 1 },
    );
  });
});

describe("documents", () => {
  test("IE-1 what an editor can make comes back: kinds, lists, indents, numbers, boxes, marks and every character", () => {
    fc.assert(
      fc.property(anyDocument, (doc) => {
        const back = fromMarkdown(toMarkdown(doc));
        expect(toText(back)).toBe(toText(doc));
        expect(meaning(back)).toEqual(meaning(doc));
      }),
      { numRuns: 500, seed: Number(process.env.QUIRE_SEED ?? 1) },
    );
  });

  test("an underscore in a word stays one where a mark begins beside it", () => {
    const marks = (...names: MarkName[]) => names.map((name) => schema.mark(name));
    for (const [before, after] of [
      ["a_b", "#"],
      ["#", "b_a"],
    ] as const) {
      const doc = schema.node("doc", null, [
        schema.node("paragraph", null, [
          schema.text(before, marks("strong", "em", ...(before === "#" ? (["strike"] as const) : []))),
          schema.text(after, marks("strong", "em", ...(after === "#" ? (["strike"] as const) : []))),
        ]),
      ]);
      expect(fromMarkdown(toMarkdown(doc)).toString()).toBe(doc.toString());
    }
  });

  test("lists nest, and what is in an item has its depth", () => {
    const markdown = "- a\n  - b\n\n    c\n    ```js\n    d\n    ```\n  e\n- f\n";
    expect(blocks(fromMarkdown(markdown))).toEqual([
      { list: "bullet", text: "a" },
      { list: "bullet", indent: 1, text: "b" },
      { indent: 2, text: "c" },
      { name: "code_block", language: "js", indent: 2, text: "d" },
      { indent: 1, text: "e" },
      { list: "bullet", text: "f" },
    ]);
    expect(normalized(markdown)).toBe(markdown);
  });

  test("ED-5 numbers stay: where a list starts, where another follows, and after what interrupts one", () => {
    const doc = fromMarkdown("5. a\n6. b\n\n1) c\n\n2. d\n   ***\n3. e\n");
    expect(blocks(doc)).toEqual([
      { list: "ordered", start: 5, text: "a" },
      { list: "ordered", text: "b" },
      { list: "ordered", start: 1, text: "c" },
      { list: "ordered", text: "d" },
      { name: "horizontal_rule", text: "" },
      { list: "ordered", start: 3, text: "e" },
    ]);
    expect(toMarkdown(doc)).toBe("5. a\n6. b\n\n1) c\n2) d\n\n---\n\n3. e\n");
  });

  test("ED-6 tasks stay, done and not, with text and without", () => {
    const markdown = "- [ ] a\n- [x] b\n  - [ ] c\n- [x] &#x20;\n- d\n";
    expect(blocks(fromMarkdown(markdown))).toEqual([
      { list: "task", text: "a" },
      { list: "task", checked: true, text: "b" },
      { list: "task", indent: 1, text: "c" },
      { list: "task", checked: true, text: "" },
      { list: "bullet", text: "d" },
    ]);
    expect(normalized(markdown)).toBe(markdown);
  });

  test("quotes and lists stand in one another as they are written", () => {
    const markdown = "> a\n>\n> > b\n>\n> - c\n>   - d\n\n- e\n\n  > f\n\n- > g\n";
    expect(blocks(fromMarkdown(markdown))).toEqual([
      { kind: "quote", text: "a" },
      { kind: "quote", level: 2, text: "b" },
      { kind: "quote", list: "bullet", text: "c" },
      { kind: "quote", list: "bullet", indent: 1, text: "d" },
      { list: "bullet", text: "e" },
      { kind: "quote", indent: 1, text: "f" },
      { list: "bullet", text: "" },
      { kind: "quote", indent: 1, text: "g" },
    ]);
    expect(normalized(markdown)).toBe("> a\n>\n> > b\n>\n> - c\n>   - d\n\n- e\n\n  > f\n- > g\n");
  });

  test("a heading in a quote is a heading, and one in an item is the item's line", () => {
    expect(blocks(fromMarkdown("> # a\n\n- ## b\n"))).toEqual([
      { kind: "heading", level: 1, text: "a" },
      { kind: "heading", level: 2, list: "bullet", text: "b" },
    ]);
  });

  test("marks and breaks are what they are, underline by its tag", () => {
    const markdown = '**a _b_** ~~c~~ <u>d</u> `e` [f](/g "h")\\\ni\n';
    expect(fromMarkdown(markdown).toString()).toBe(
      'doc(paragraph(strong("a "), strong(em("b")), " ", strike("c"), " ", underline("d"), " ", code("e"), " ", link("f"), hard_break, "i"))',
    );
    expect(normalized(markdown)).toBe(markdown);
  });

  test("what starts like Markdown is text, and stays text", () => {
    const line = (text: string) => schema.node("paragraph", null, [schema.text(text)]);
    const lines = [
      "# a",
      "- b",
      "1. c",
      "> d",
      "```",
      "---",
      "[e]: /f",
      "| g |",
      "- [ ] h",
      "<b>i</b>",
      "    j",
      "&amp;",
    ];
    const doc = schema.node("doc", null, lines.map(line));
    expect(toText(fromMarkdown(toMarkdown(doc)))).toBe(lines.join("\n"));
    expect(blocks(fromMarkdown(toMarkdown(doc)))).toEqual(lines.map((text) => ({ text })));
  });

  test("an empty paragraph has no sign in Markdown and is left out, an empty item or quote stays", () => {
    const empty = schema.node("paragraph");
    const doc = schema.node("doc", null, [
      schema.node("paragraph", null, [schema.text("a")]),
      empty,
      schema.node("paragraph", { kind: "quote" }),
      schema.node("paragraph", { list: "bullet" }),
    ]);
    expect(toMarkdown(doc)).toBe("a\n\n>\n\n-\n");
    expect(toMarkdown(schema.node("doc", null, [empty]))).toBe("");
    expect(fromMarkdown("").eq(schema.node("doc", null, [empty]))).toBe(true);
  });
});

describe("source", () => {
  test.each([
    ["a directive that nobody knows", ":::x\na\n:::", "markdown"],
    ["raw HTML", "<div>\n  <b>a</b>\n</div>", "html"],
    ["a comment", "<!-- a\n\nb -->", "html"],
    ["an image on a line of its own", '![a](b.png "c")', "markdown"],
    ["a definition that nothing refers to", "[//]: # (a)", "markdown"],
  ])("%s is kept as its source, and goes out as it came", (_, source, language) => {
    const markdown = `x\n\n${source}\n\ny\n`;
    expect(blocks(fromMarkdown(markdown))).toEqual([
      { text: "x" },
      { name: "code_block", language, source: true, text: source },
      { text: "y" },
    ]);
    expect(normalized(markdown)).toBe(markdown);
  });

  test("source in a list or a quote is kept without the signs before its lines", () => {
    const inItem = "1. a\n\n   <div>\n   b\n   </div>\n";
    expect(blocks(fromMarkdown(inItem))[1]).toEqual({
      name: "code_block",
      language: "html",
      source: true,
      indent: 1,
      text: "<div>\nb\n</div>",
    });
    expect(normalized(inItem)).toBe(inItem);
    const inQuote = fromMarkdown("> - :::x\n>   b\n>\t:::\n").child(1);
    expect(inQuote.textContent).toBe(":::x\nb\n:::");
  });

  test("D5 source in a line is kept under a mark, and goes out as it came", () => {
    const markdown = 'a ![b](c "d") <kbd>e</kbd> **f<i>**[^1]\n\n[^1]: - g\n';
    const doc = fromMarkdown(markdown);
    const kept: string[] = [];
    doc.descendants((node) => {
      if (node.marks.some((mark) => mark.attrs.source === true)) kept.push(node.text ?? "");
    });
    expect(kept).toEqual(['![b](c "d")', "<kbd>", "</kbd>", "<i>", "[^1]"]);
    expect(toMarkdown(doc)).toBe(markdown);
  });

  test("a reference becomes the link or image that it means, and its definition goes", () => {
    expect(normalized("[a] ![b][a] c\n\n[a]: /x 'y'\n")).toBe('[a](/x "y") ![b](/x "y") c\n');
  });

  test("a definition stays where kept source refers to it", () => {
    const markdown = "[a](/x)\n\n[^1]: - [a]\n\n[a]: /x\n";
    expect(normalized(markdown.replace("[a](/x)", "[a]"))).toBe(markdown);
  });

  test("source that would swallow what follows goes out as code", () => {
    const source = (text: string) =>
      schema.node("code_block", { language: "html", source: true }, [schema.text(text)]);
    const after = schema.node("paragraph", null, [schema.text("after")]);
    for (const text of ["<!-- a", "```", "<script>", "~~~~ x", ":::a", ":::toggle"]) {
      const back = fromMarkdown(toMarkdown(schema.node("doc", null, [source(text), after])));
      expect(blocks(back)).toEqual([{ name: "code_block", language: "html", text }, { text: "after" }]);
    }
  });

  test("half a piece of source in a line goes out as code", () => {
    const half = schema.text("`", [schema.mark("code", { source: true })]);
    const doc = schema.node("doc", null, [
      schema.node("paragraph", null, [schema.text("a"), half, schema.text("b`c")]),
    ]);
    expect(toText(fromMarkdown(toMarkdown(doc)))).toBe("a`b`c");
  });

  test("ED-8 a link that is not safe is its text", () => {
    for (const href of [
      "javascript:alert(1)",
      "JAVASCRIPT:x",
      "data:text/html,x",
      "&#106;avascript:x",
      "java&NewLine;script:x",
    ])
      expect(fromMarkdown(`[a](${href}) [b]\n\n[b]: ${href}`).firstChild?.toString()).toBe(
        'paragraph("a b")',
      );
    expect(fromMarkdown("<javascript:x>").toString()).toBe('doc(paragraph("javascript:x"))');
  });
});

describe("hostile texts", () => {
  const count = 10_000;
  test.each([
    ["quotes", `${"> ".repeat(count)}a`],
    ["quotes without blanks", `${">".repeat(count)}a`],
    ["items", `${"- ".repeat(count)}a`],
    ["numbered items", `${"1. ".repeat(count)}a`],
    ["asterisks", "*".repeat(10 * count)],
    ["emphasis in emphasis", "*a ".repeat(count / 5) + "a* ".repeat(count / 5)],
    ["two kinds of emphasis", "*a _b ".repeat(count / 5) + "b_ a* ".repeat(count / 5)],
    ["open brackets", "[".repeat(count)],
    ["colours", `${'<span data-color="red">'.repeat(count)}a${"</span>".repeat(count)}`],
    ["underlines", `${"<u>".repeat(count)}a${"</u>".repeat(count)}`],
    ["tags", "<a ".repeat(count)],
    ["toggles in toggles", ":::toggle\n".repeat(count / 20)],
    ["callouts in callouts", "> [!NOTE]\n> ".repeat(count / 20)],
    ["blanks", `${" ".repeat(10 * count)}a\n\nb${" ".repeat(10 * count)}c`],
    ["empty lines in code", `\`\`\`\n${"\n".repeat(2 * count)}a\n\`\`\`\n`],
    [
      "quotes and items deeper by a level on each line",
      Array.from({ length: 40 }, (_, depth) => `${"> - ".repeat(depth)}a`).join("\n"),
    ],
  ])("%s by the thousand end in a document that Markdown can say", (_, markdown) => {
    const doc = fromMarkdown(markdown);
    doc.check();
    const once = toMarkdown(doc);
    expect(once).not.toBe("");
    expect(normalized(once)).toBe(once);
  });

  test("a list of many items costs what its items cost", () => {
    const markdown = `${Array.from({ length: 5000 }, (_, index) => `${index + 1}. a`).join("\n")}\n`;
    expect(normalized(markdown)).toBe(markdown);
  });
});

/** A document as what it means: numbers instead of starts, stretches of text with the names of their marks. */
function meaning(doc: Node): unknown[] {
  const numbers = new Map<number, number>();
  const count = (groups: readonly BlockGroup[]): void => {
    for (const group of groups) {
      if (group.type === "quote") count(group.children);
      if (group.type !== "list") continue;
      group.items.forEach((item, index) => {
        if (group.isOrdered) numbers.set(item.line.index, group.start + index);
        count(item.children);
      });
    }
  };
  count(blockTree(doc));
  const all: unknown[] = [];
  doc.forEach((block, _, index) => {
    if (holdsBlocks(block)) {
      all.push([block.type.name, block.attrs, meaning(block)]);
      return;
    }
    const stretches: unknown[] = [];
    block.forEach((node) => {
      stretches.push([
        node.isText ? node.text : "\n",
        ...node.marks.map(({ type, attrs }) => [type.name, attrs.href]),
      ]);
    });
    all.push([block.type.name, { ...block.attrs, start: numbers.get(index) }, stretches]);
  });
  return all;
}
