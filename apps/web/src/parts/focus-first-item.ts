import type { FocusEvent } from "react";

/**
 * For a menu's popup: who has opened it by a key is on its first item. The menu itself gets the focus when it opens; where a key did
 * it, the first item is lit as well, or none where the menu was drawn open, and further keys would be nobody's.
 */
export function focusFirstItem({ target, currentTarget, relatedTarget }: FocusEvent<HTMLElement>): void {
  // From one of its items it is a hand that has left that.
  if (target !== currentTarget || currentTarget.contains(relatedTarget)) return;
  // A browser shows the focus to who has come by keys.
  if (!currentTarget.matches(":focus-visible")) return;
  const items = "[role^=menuitem]:not([data-disabled])";
  const item =
    currentTarget.querySelector<HTMLElement>(`${items}[data-highlighted]`) ??
    currentTarget.querySelector<HTMLElement>(items);
  item?.focus();
}
