/** A key as prosemirror-keymap names it ("Mod-Shift-x"), as this machine's keyboard has it: `⌘⇧X` or `Ctrl+Shift+X`. */
export function keyLabel(keys: string, isMac: boolean): string {
  // A key that is itself a dash ends the name.
  const parts = keys.split(/-(?=.)/);
  const names = isMac ? macNames : otherNames;
  const labels = parts.map((part) => names.get(part) ?? (part.length === 1 ? part.toUpperCase() : part));
  return labels.join(isMac ? "" : "+");
}

const arrows = [
  ["ArrowUp", "↑"],
  ["ArrowDown", "↓"],
] as const;

const macNames: ReadonlyMap<string, string> = new Map([
  ...arrows,
  ["Mod", "⌘"],
  ["Ctrl", "⌃"],
  ["Alt", "⌥"],
  ["Shift", "⇧"],
  ["Enter", "↩"],
]);

const otherNames: ReadonlyMap<string, string> = new Map([...arrows, ["Mod", "Ctrl"]]);
