import { heldStyle } from "./held-html.ts";
import { nameHighlights } from "./highlights.ts";
import { addBox } from "./items.ts";
import type { Page, Source } from "./source.ts";
import { nameOf } from "./tree.ts";

/** Google Docs: all of it in a `<b>` that is not bold, lists in lists without an item between, boxes as pictures. */
export const googleDocs: Source = {
  name: "Google Docs",
  hasSpacers: true,
  isSourceOf: ({ root }) => root.querySelector("[id^=docs-internal-guid]") !== null,
  tidy(page) {
    dropSpaces(page);
    setBoxes(page);
    nameHighlights(page.root);
  },
};

/** An empty paragraph is a break between two blocks. */
function dropSpaces({ root }: Page): void {
  for (const line of root.querySelectorAll("br")) {
    const { parentElement } = line;
    if (parentElement === root || parentElement?.id.startsWith("docs-internal-guid")) line.remove();
  }
}

/** What is done is struck through there, as the box is drawn: neither is what somebody wrote. */
function setBoxes({ root }: Page): void {
  for (const picture of root.querySelectorAll("img[aria-roledescription=checkbox]")) picture.remove();
  for (const item of root.querySelectorAll("li[role=checkbox]")) {
    const isChecked = item.getAttribute("aria-checked") === "true";
    item.removeAttribute("role");
    addBox(item, isChecked);
    if (!isChecked) continue;
    for (const element of [item, ...item.querySelectorAll(`[${heldStyle}]`)]) {
      if (nameOf(element) === "a") continue;
      const style = element.getAttribute(heldStyle) ?? "";
      element.setAttribute(heldStyle, style.replaceAll("line-through", "none"));
    }
  }
}
