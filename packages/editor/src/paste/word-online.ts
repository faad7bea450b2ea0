import { nameHighlights } from "./highlights.ts";
import { type FlatItem, nestItems } from "./items.ts";
import type { Page, Source } from "./source.ts";
import { nameOf, rename } from "./tree.ts";

/** Word and OneNote in a browser: an element for each paragraph, a list for each item. */
export const wordOnline: Source = {
  name: "Word Online",
  hasSpacers: true,
  isSourceOf: ({ root }) =>
    root.querySelector(".OutlineElement, .ListContainerWrapper, [data-ccp-props], [paraeid]") !== null,
  tidy(page) {
    dropSigns(page);
    nameHighlights(page.root);
    nameHeadings(page);
    joinLists(page);
  },
};

/** The end of each paragraph is a blank, and a line break is one too. */
function dropSigns({ root }: Page): void {
  for (const end of root.querySelectorAll(".EOP")) end.remove();
  for (const line of root.querySelectorAll(".LineBreakBlob"))
    line.replaceWith(root.ownerDocument.createElement("br"));
  for (const tab of root.querySelectorAll(".TabRun")) tab.replaceWith(" ");
}

function nameHeadings({ root }: Page): void {
  for (const heading of root.querySelectorAll("p[role=heading], div[role=heading]")) {
    const level = Number(heading.getAttribute("aria-level"));
    if (level >= 1) rename(heading, `h${Math.min(Math.trunc(level), 6)}`);
  }
}

/** Puts the items that follow one another into one list, at the levels that they name. */
function joinLists({ root }: Page): void {
  const taken = new Set<Element>();
  for (const first of root.querySelectorAll(".ListContainerWrapper")) {
    if (taken.has(first)) continue;
    const items: FlatItem[] = [];
    let next: Element | null = first;
    while (next?.classList.contains("ListContainerWrapper") === true) {
      const wrapper: Element = next;
      next = wrapper.nextElementSibling;
      taken.add(wrapper);
      items.push(...itemsOf(wrapper));
      if (wrapper !== first) wrapper.remove();
    }
    first.replaceWith(nestItems(items, root.ownerDocument));
  }
}

function itemsOf(wrapper: Element): FlatItem[] {
  const items: FlatItem[] = [];
  for (const list of wrapper.querySelectorAll("ul, ol")) {
    const isOrdered = nameOf(list) === "ol";
    let number = Number(list.getAttribute("start") ?? 1);
    for (const li of list.children) {
      if (nameOf(li) !== "li") continue;
      const level = Number(li.getAttribute("data-aria-level") ?? li.getAttribute("aria-level") ?? 1);
      items.push({
        level: level >= 1 && level <= 9 ? Math.trunc(level) : 1,
        isOrdered,
        number: isOrdered && Number.isInteger(number) && number >= 0 ? number : null,
        list: li.getAttribute("data-listid") ?? "",
        content: [...li.childNodes].filter((node) => nameOf(node) !== "ul" && nameOf(node) !== "ol"),
      });
      number++;
    }
  }
  return items;
}
