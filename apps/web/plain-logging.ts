/** A colour or a weight, as Yjs asks for it; here it is left out. */
type Style = symbol;

export const ORANGE: Style = Symbol("orange");
export const RED: Style = Symbol("red");
export const BOLD: Style = Symbol("bold");
export const UNBOLD: Style = Symbol("unbold");

/**
 * What Yjs says to a developer, in plain text: this stands in for `lib0/logging`, which comes with colours, a console in
 * the page and a library for checking shapes, 3 kB of a page's first script.
 */
export function print(...parts: readonly unknown[]): void {
  // biome-ignore lint/suspicious/noConsole: Yjs has nowhere else to say it.
  console.log(...parts.filter((part) => typeof part !== "symbol"));
}

/** Likewise, as a warning. */
export function warn(...parts: readonly unknown[]): void {
  // biome-ignore lint/suspicious/noConsole: as above
  console.warn(...parts.filter((part) => typeof part !== "symbol"));
}
