/** What is called by a key anywhere on a page, and fetched when it is. */
export type Tool = "find" | "replace" | "palette" | "shortcuts" | "share";

/** The keys of the tools, as prosemirror-keymap names keys. A Mac hides the window with Command and H. */
export function toolKeys(isMac: boolean): Readonly<Record<Tool, string>> {
  return {
    find: "Mod-f",
    replace: isMac ? "Mod-Alt-f" : "Mod-h",
    palette: "Mod-k",
    shortcuts: "Mod-/",
    share: "Mod-Shift-s",
  };
}

/** What a pressed key says of itself. */
type PressedKey = Pick<
  KeyboardEvent,
  "key" | "code" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey" | "isComposing"
>;

/** Whether this is the key of that name, on any layout: letters that are not Latin stand where the Latin ones would. */
export function isPressed(event: PressedKey, keys: string, isMac: boolean): boolean {
  const parts = keys.split("-");
  const key = parts.pop()?.toLowerCase() ?? "";
  const isLetter = /^[a-z]$/.test(key);
  const isKey =
    event.key.toLowerCase() === key ||
    (isLetter && !/^[a-z]$/i.test(event.key) && event.code === `Key${key.toUpperCase()}`);
  const has = (name: string) => parts.includes(name);
  return (
    isKey &&
    !event.isComposing &&
    (isMac ? event.metaKey : event.ctrlKey) === has("Mod") &&
    event.altKey === has("Alt") &&
    // What a sign needs Shift for depends on the layout.
    (!isLetter || event.shiftKey === has("Shift"))
  );
}
