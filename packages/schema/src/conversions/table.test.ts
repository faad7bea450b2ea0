import { expect, test } from "vitest";
import { fromHtml, toHtml } from "../html.ts";
import { fromMarkdown, toMarkdown } from "../markdown.ts";

const plain = "| a `\\|` | *b* \\|\\\\ | [c](/x) |\n| :----: | ----: | - |\n| d<br>e | | |\n";

const rich = `- x

  :::table{layout="full"}
  ::row

  ::header{colspan="2" width="120" align="center" background="yellow"}

  a

  b

  ::row

  ::cell{rowspan="2"}

  - c

  ::cell

  | d |
  | - |

  ::row

  ::cell

  ::::
  :::
`;

test("table, Markdown both ways: what GitHub's tables can say is one", () => {
  const doc = fromMarkdown(plain);
  expect(doc.firstChild?.firstChild?.toString()).toBe(
    'table_row(table_header(paragraph("a ", code("|"))), table_header(paragraph(em("b"), " |\\\\")), ' +
      'table_header(paragraph(link("c"))))',
  );
  expect(doc.firstChild?.child(1).toString()).toBe(
    'table_row(table_cell(paragraph("d", hard_break, "e")), table_cell(paragraph), table_cell(paragraph))',
  );
  const written = toMarkdown(doc);
  expect(fromMarkdown(written).eq(doc)).toBe(true);
  expect(written.split("\n")[1]).toMatch(/^\| :-+: \| -+: \| -+ \|$/);
});

test("table, Markdown both ways: what they cannot say is a directive", () => {
  const doc = fromMarkdown(rich);
  const table = doc.child(1);
  expect(table.attrs).toMatchObject({ layout: "full", indent: 1 });
  expect(table.child(0).child(0).attrs).toMatchObject({
    colspan: 2,
    width: 120,
    align: "center",
    background: "yellow",
  });
  const again = fromMarkdown(toMarkdown(doc));
  expect(again.eq(doc)).toBe(true);
  expect(toMarkdown(again)).toBe(toMarkdown(doc));
  expect(toMarkdown(doc)).toContain(
    '\n  ::header{colspan="2" width="120" align="center" background="yellow"}\n',
  );
});

test("table, HTML both ways, with merged cells and all", () => {
  for (const markdown of [plain, rich]) {
    const doc = fromMarkdown(markdown);
    expect(fromHtml(toHtml(doc)).eq(doc)).toBe(true);
  }
  expect(toHtml(fromMarkdown(rich))).toContain(
    '<th colspan="2" width="120" align="center" data-background="yellow">',
  );
});

test("a table of foreign HTML keeps heads, merged cells and its caption; one that lays a page out is its text", () => {
  const html =
    "<table><caption>n</caption><thead><tr><td>a<td>b<tbody><tr><td rowspan=2>c<td><p>d<p>e<tr><td>f</table>";
  expect(fromHtml(html).toString()).toBe(
    'doc(paragraph("n"), table(table_row(table_header(paragraph("a")), table_header(paragraph("b"))), ' +
      'table_row(table_cell(paragraph("c")), table_cell(paragraph("d"), paragraph("e"))), ' +
      'table_row(table_cell(paragraph("f")))))',
  );
  expect(fromHtml("<table role=presentation><tr><td>a</td><td>b</td></tr></table>").toString()).toBe(
    'doc(paragraph("a"), paragraph("b"))',
  );
});

test("a row that is too short is filled up, however it was written", () => {
  const rows = /table_row\(table_cell\(paragraph\("c"\)\), table_cell\(paragraph\)\)/;
  expect(fromMarkdown("| a | b |\n| - | - |\n| c |\n").toString()).toMatch(rows);
  expect(fromHtml("<table><tr><td>a<td>b<tr><td>c</table>").toString()).toMatch(rows);
  expect(fromMarkdown(":::table\na\n\n::cell\nb\n::row\n::cell\nc\n:::\n").toString()).toMatch(rows);
});

test("a definition that a table refers to is its address there", () => {
  expect(toMarkdown(fromMarkdown("| [a] |\n| - |\n\n[a]: /x\n"))).toBe("| [a](/x) |\n| ------- |\n");
});
