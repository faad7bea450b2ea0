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
 * `<hr>`, `<code css>b {}`. Marks stand around their text: `<strong>bold</>`. Takes what the API gives out as `json`.
 */
export function outline(json: string): readonly string[] {
  const { document } = JSON.parse(json) as { document: Node };
  return (document.content ?? []).map(block);
}

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

function inline({ type, text = "", marks = [] }: Node): string {
  if (type === "hard_break") return "\n";
  if (marks.length === 0) return text;
  const names = marks.map((mark) => (mark.type === "link" ? `link ${String(mark.attrs?.href)}` : mark.type));
  return `<${names.join(" ")}>${text}</>`;
}
