import type { TableItem, TableMenu } from "./table-menus.ts";

/** A menu's button as the bar drives it. */
export interface MenuButton {
  readonly button: HTMLButtonElement;
  close(): void;
}

interface MenuUse {
  isEnabled(item: TableItem): boolean;
  isOn(item: TableItem): boolean;
  /** Takes the focus into the text. */
  choose(item: TableItem): void;
  opened(): void;
}

/** A button with a menu below it. Arrows go through the menu, Escape and Tab close it. */
export function menuButton(place: HTMLElement, menu: TableMenu, use: MenuUse): MenuButton {
  const { ownerDocument: document } = place;
  const button = document.createElement("button");
  button.type = "button";
  button.tabIndex = -1;
  button.textContent = menu.label;
  button.ariaHasPopup = "menu";
  button.ariaExpanded = "false";
  let shown: HTMLElement | undefined;
  const close = () => {
    const closed = shown;
    shown = undefined;
    button.ariaExpanded = "false";
    closed?.remove(); // tells of a focus that is lost, where it had it
  };
  const open = () => {
    use.opened();
    const list = listOf(document, menu, use, (item) => {
      use.choose(item);
      close();
    });
    list.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" && event.key !== "Tab") return moveIn(list, event);
      event.preventDefault();
      event.stopPropagation();
      button.focus();
      close();
    });
    place.append(list);
    shown = list;
    button.ariaExpanded = "true";
    list.querySelector<HTMLElement>("button:not([disabled])")?.focus();
  };
  button.addEventListener("click", () => (shown ? close() : open()));
  button.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown") return;
    event.preventDefault();
    open();
  });
  return { button, close };
}

function listOf(
  document: Document,
  menu: TableMenu,
  use: MenuUse,
  choose: (item: TableItem) => void,
): HTMLElement {
  const list = document.createElement("div");
  list.className = "quire-table-menu";
  list.role = "menu";
  list.ariaLabel = menu.label;
  for (const items of menu.groups) {
    const group = document.createElement("div");
    group.role = "group";
    group.append(...items.map((item) => itemOf(document, item, use, choose)));
    list.append(group);
  }
  return list;
}

function itemOf(
  document: Document,
  item: TableItem,
  use: MenuUse,
  choose: (item: TableItem) => void,
): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.tabIndex = -1;
  button.role = item.isOn ? "menuitemcheckbox" : "menuitem";
  if (item.isOn) button.ariaChecked = String(use.isOn(item));
  if (item.background) button.dataset.background = item.background;
  button.textContent = item.label;
  button.disabled = !use.isEnabled(item);
  button.addEventListener("click", () => choose(item));
  return button;
}

/** Up and down, to the first and the last. */
function moveIn(list: HTMLElement, event: KeyboardEvent): void {
  const items = [...list.querySelectorAll<HTMLButtonElement>("button:not([disabled])")];
  const at = items.findIndex((item) => item.matches(":focus"));
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
  if (next === undefined) return;
  event.preventDefault();
  items.at(next === items.length ? 0 : next)?.focus();
}
