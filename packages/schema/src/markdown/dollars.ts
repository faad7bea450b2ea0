import type { Image, Literal, Nodes, PhrasingContent, Text } from "mdast";
import type { Info, State } from "mdast-util-to-markdown";

declare module "mdast" {
  /** TeX in a line, as it is to be written. */
  interface InlineMath extends Literal {
    type: "inlineMath";
  }
  interface PhrasingContentMap {
    inlineMath: InlineMath;
  }
  interface RootContentMap {
    inlineMath: InlineMath;
  }
  interface TextData {
    /** Says that a dollar sign in it could begin a formula. */
    hasDollars?: boolean;
  }
  interface ImageData {
    /** The same of its words. */
    hasDollars?: boolean;
  }
}

declare module "mdast-util-to-markdown" {
  interface ConstructNameMap {
    /** Words in which dollar signs are to be no formula's. */
    dollars: "dollars";
  }
}

/** Writes a formula between dollar signs, with backticks where they would not be read alone: see `inline-math.ts`. */
export function writeInlineMath({ value }: Pick<Literal, "value">, info: Info): string {
  const isAlone = /^(?:\\.|[^\\$])+$/u.test(value) && !value.startsWith("`");
  const isApart = !/[a-z\d$]$/i.test(info.before) && !/^[\d$]/.test(info.after);
  if (isAlone && isApart) return `$${value}$`;
  const safe = `${value}\``.replaceAll("`$", "` $").replaceAll("$`", "$ `");
  return `$\`${safe}$`;
}

/** Marks words in whose line a dollar sign could begin a formula that nobody meant. Prices alone stay as they are. */
export function guardDollars(line: PhrasingContent[]): PhrasingContent[] {
  if (!maybeMath.test(line.map(signsOf).join(""))) return line;
  const stack: Nodes[] = [...line];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.type === "text" || node.type === "image") node.data = { ...node.data, hasDollars: true };
    if ("children" in node) stack.push(...node.children);
  }
  return line;
}

/** Two signs that could pair up, whatever stands between them. */
const maybeMath = /\$`|\$(?!\s)[^$]+(?<!\s)\$(?!\d)|\$\$[\s\S]+\$\$/;

/** All that a dollar sign could stand in. */
function signsOf(node: Nodes): string {
  switch (node.type) {
    case "inlineMath":
      return "$x$";
    case "inlineCode":
      return `\`${node.value}\``;
    case "text":
    case "html":
      return node.value;
    case "break":
      return "\n";
    case "image":
      return `${node.alt}](${node.url} ${node.title})`;
    case "link":
      return `${node.children.map(signsOf).join("")}](${node.url} ${node.title})`;
    default:
      return "children" in node ? node.children.map(signsOf).join("") : "";
  }
}

/** Writes words, with a backslash before each dollar sign where they are marked. */
export function withDollars(node: Text | Image, state: State, write: () => string): string {
  // In angle brackets a backslash would be one.
  const isAlone = node.type === "image" && maybeMath.test(node.alt ?? "");
  const isMarked = node.data?.hasDollars === true || isAlone;
  if (!isMarked || state.stack.includes("autolink")) return write();
  const exit = state.enter("dollars");
  const text = write();
  exit();
  return text;
}
