import type { Hue } from "@quire/schema";
import { hueNamed, nearestHue } from "./nearest-hue.ts";
import type { Sheet } from "./sheet.ts";
import { styleOf } from "./tree.ts";

/** How text looks at one place of what was pasted, as far as a document keeps it. */
export interface Marks {
  readonly strong: boolean;
  readonly em: boolean;
  readonly u: boolean;
  readonly s: boolean;
  /** The pen that it was marked with. */
  readonly mark: Hue | null;
  /** A colour, where Quire itself said it: what other programs colour is how their page looks. */
  readonly color: Hue | null;
  readonly code: boolean;
  readonly script: "sup" | "sub" | null;
  /** What a heading or a link looks like by itself is no mark of its text. */
  readonly isHeading: boolean;
  readonly isLink: boolean;
}

/** Text that looks like nothing but text. */
export const noMarks: Marks = {
  strong: false,
  em: false,
  u: false,
  s: false,
  mark: null,
  color: null,
  code: false,
  script: null,
  isHeading: false,
  isLink: false,
};

const byName: Readonly<Record<string, Partial<Marks>>> = {
  ...group("b strong", { strong: true }),
  ...group("i em cite dfn var", { em: true }),
  ...group("u ins", { u: true }),
  ...group("s del strike", { s: true }),
  ...group("code kbd samp tt", { code: true }),
  ...group("h1 h2 h3 h4 h5 h6", { isHeading: true }),
  mark: { mark: "yellow" },
  sup: { script: "sup" },
  sub: { script: "sub" },
  a: { isLink: true },
};

function group(names: string, marks: Partial<Marks>): Record<string, Partial<Marks>> {
  return Object.fromEntries(names.split(" ").map((name) => [name, marks]));
}

/** How text inside the element looks: by its name, then by its class, then by its own style, which may take marks away. */
export function marksInside(element: Element, name: string, outside: Marks, sheet: Sheet): Marks {
  let marks = { ...outside, ...(Object.hasOwn(byName, name) ? byName[name] : {}) };
  const hue = hueNamed(element.getAttribute("data-color"));
  if (hue !== null && (name === "mark" || name === "span"))
    marks = { ...marks, [name === "mark" ? "mark" : "color"]: hue };
  if (sheet.classes.size > 0)
    for (const token of element.classList) marks = withStyle(marks, sheet.classes.get(token));
  marks = withStyle(marks, styleOf(element));
  return marks.isLink && marks.u ? { ...marks, u: false } : marks;
}

function withStyle(marks: Marks, style: ReadonlyMap<string, string> | undefined): Marks {
  if (style === undefined || style.size === 0) return marks;
  const weight = style.get("font-weight");
  const slant = style.get("font-style");
  const line = `${style.get("text-decoration") ?? ""} ${style.get("text-decoration-line") ?? ""}`;
  const height = style.get("vertical-align");
  const highlight = style.get("mso-highlight");
  return {
    ...marks,
    ...(weight !== undefined && !marks.isHeading && { strong: isBold(weight, marks.strong) }),
    ...(slant !== undefined && { em: slant === "italic" || slant.startsWith("oblique") }),
    ...(line.includes("underline") && !marks.isLink && { u: true }),
    ...(line.includes("line-through") && { s: true }),
    ...(height === "super" && { script: "sup" as const }),
    ...(height === "sub" && { script: "sub" as const }),
    ...(height === "baseline" && { script: null }),
    ...(highlight !== undefined && { mark: nearestHue(highlight) }),
  };
}

function isBold(weight: string, outside: boolean): boolean {
  if (/^(?:bold|bolder|[6-9]00)\b/.test(weight)) return true;
  return /^(?:normal|lighter|[1-5]00)\b/.test(weight) ? false : outside;
}

/** An element that says a mark, and the hue that it says with it. */
export interface MarkElement {
  readonly name: string;
  readonly hue: Hue | null;
}

/** The elements that say the marks, outermost first. */
export function markElements(marks: Marks): MarkElement[] {
  const elements: MarkElement[] = [];
  if (marks.mark !== null) elements.push({ name: "mark", hue: marks.mark === "yellow" ? null : marks.mark });
  if (marks.color !== null) elements.push({ name: "span", hue: marks.color });
  for (const name of ["strong", "em", "u", "s"] as const) if (marks[name]) elements.push({ name, hue: null });
  if (marks.script !== null) elements.push({ name: marks.script, hue: null });
  if (marks.code) elements.push({ name: "code", hue: null });
  return elements;
}
