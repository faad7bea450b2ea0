interface Mark {
  readonly type: string;
  readonly attrs?: Readonly<Record<string, unknown>>;
}

interface Node {
  readonly type: string;
  readonly attrs?: Readonly<Record<string, unknown>>;
  readonly content?: readonly Node[];
  readonly text?: string;
  readonly marks?: readonly Mark[];
}

/**
 * A document's blocks, a line each: plain text stands as it is, and what it is stands before it, as in `<h1>Title`,
 * `<quote>said`, `<ul>item`, `  <ul>item below`, `<ol>goes on`, `<ol 5>starts at five`, `<task>to do`, `<done>done`,
 * `<hr>`, `<code css>b {}`, `<callout tip>` and below it, after `| `, what is in it. Marks stand around their text: `<strong>bold</>`. What is
 * one thing in a line is its name and what it says of itself: `<date 2026-11-22>`. Takes what the API gives out as `json`.
 */
export function outline(json: string): readonly string[] {
  const { document } = JSON.parse(json) as { document: Node };
  return (document.content ?? []).flatMap(lines);
}

function lines(node: Node): readonly string[] {
  const { type, attrs = {}, content = [] } = node;
  if (!holders.has(type)) return [block(node)];
  const depth = "  ".repeat(Number(attrs.indent ?? 0));
  const what = typeof attrs.tone === "string" ? `${type} ${attrs.tone}` : type;
  return [`<${what}>`, ...content.flatMap(lines).map((line) => `| ${line}`)].map((line) => depth + line);
}

/** Blocks that hold blocks. */
const holders = new Set(["callout", "toggle"]);

function block({ type, attrs = {}, content = [] }: Node): string {
  const depth = "  ".repeat(Number(attrs.indent ?? 0));
  const text = content.map(inline).join("");
  switch (type) {
    case "paragraph":
      return depth + kind(attrs) + item(attrs) + text;
    case "code_block":
      return `${depth}<code${typeof attrs.language === "string" ? ` ${attrs.language}` : ""}>${text}`;
    case "horizontal_rule":
      return "<hr>";
    default:
      return `${depth}<${type}>${text}`;
  }
}

function kind({ kind, level }: Readonly<Record<string, unknown>>): string {
  if (kind === "heading") return `<h${Number(level ?? 1)}>`;
  if (kind === "footnote") return "<note>";
  return kind === "quote" ? "<quote>".repeat(Number(level ?? 1)) : "";
}

function item({ list, start, checked }: Readonly<Record<string, unknown>>): string {
  switch (list) {
    case "bullet":
      return "<ul>";
    case "ordered":
      return typeof start === "number" ? `<ol ${start}>` : "<ol>";
    case "task":
      return checked === true ? "<done>" : "<task>";
    default:
      return "";
  }
}

function inline({ type, attrs = {}, text, marks = [] }: Node): string {
  if (type === "hard_break") return "\n";
  if (text === undefined) return `<${[type, ...Object.values(attrs)].join(" ")}>`;
  if (marks.length === 0) return text;
  const names = marks.map(({ type, attrs: { href, color } = {} }) =>
    [type, href, color].filter((part) => typeof part === "string").join(" "),
  );
  return `<${names.join(" ")}>${text}</>`;
}
