import { readStyle } from "./tree.ts";

type Style = ReadonlyMap<string, string>;

/** What the style sheets on the clipboard say that a document keeps. */
export interface Sheet {
  /** Styles by the class that they are for. */
  readonly classes: ReadonlyMap<string, Style>;
  /** Word's levels of lists, by `l0:1`, and by `l0:1:lfo2` where one list differs. */
  readonly levels: ReadonlyMap<string, Style>;
}

const maxRules = 5000;

/** Reads the style sheets, which wait in scripts that never run. Rules for anything but one class are not read. */
export function readSheet(root: Element): Sheet {
  const classes = new Map<string, Style>();
  const levels = new Map<string, Style>();
  for (const held of root.querySelectorAll("script")) {
    for (const rule of (held.textContent ?? "").split("}", maxRules)) {
      const brace = rule.indexOf("{");
      if (brace === -1) continue;
      const style = readStyle(rule.slice(brace + 1));
      for (const selector of selectorsOf(rule.slice(0, brace))) {
        const level = /^@list (l\d+):level(\d)(?: (lfo\d+))?$/.exec(selector);
        if (level) levels.set(level.slice(1).filter(Boolean).join(":"), style);
        const name = /^[a-z0-9]*\.([\w-]+)$/i.exec(selector)?.[1];
        if (name !== undefined) classes.set(name, new Map([...(classes.get(name) ?? []), ...style]));
      }
    }
  }
  return { classes, levels };
}

function selectorsOf(text: string): string[] {
  const behindComment = text.slice(text.lastIndexOf("*/") + 1).replace(/^\//, "");
  return behindComment
    .slice(-1000)
    .replace(/^\s*!--/, "")
    .split(",")
    .map((selector) => selector.replace(/\s+/g, " ").trim());
}
