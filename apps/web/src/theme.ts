/** How the pages look: as the device does, or one of the two. */
export type Theme = "system" | "light" | "dark";

const key = "quire-theme";

/** The choice made on this device. */
export function readTheme(storage: Pick<Storage, "getItem"> | undefined): Theme {
  const stored = storage?.getItem(key);
  return stored === "light" || stored === "dark" ? stored : "system";
}

/** Shows the theme, and keeps the choice on this device. */
export function chooseTheme(theme: Theme, root: HTMLElement, storage: Storage | undefined): void {
  showTheme(theme, root);
  if (theme === "system") storage?.removeItem(key);
  else storage?.setItem(key, theme);
}

/** Shows the theme on the page that `root` is of. */
export function showTheme(theme: Theme, root: HTMLElement): void {
  if (theme === "system") delete root.dataset.theme;
  else root.dataset.theme = theme;
}

/** This device's storage; undefined where the browser forbids it, which it says by throwing. */
export function deviceStorage(): Storage | undefined {
  try {
    return localStorage;
  } catch {
    return undefined;
  }
}
