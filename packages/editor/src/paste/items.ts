import { moveChildren } from "./tree.ts";

/** An item of a list that a program has put on the clipboard as one of a row, with its depth beside it. */
export interface FlatItem {
  /** 1 is the outermost. */
  readonly level: number;
  readonly isOrdered: boolean;
  /** The number that it shows, where that is known. */
  readonly number: number | null;
  /** Two items of one depth that have different names are in different lists. */
  readonly list: string;
  /** What is in it. */
  readonly content: readonly Node[];
}

interface Open {
  readonly element: Element;
  readonly item: FlatItem;
  li: Element;
  /** The number that the next item has if it says none. */
  next: number;
}

/** Lists in lists, as HTML has them, with the numbers that the items show. */
export function nestItems(items: readonly FlatItem[], document: Document): DocumentFragment {
  const root = document.createDocumentFragment();
  const open: Open[] = [];
  for (const item of items) {
    while (open.length > 0 && !canHold(open.at(-1), item)) open.pop();
    let list = open.at(-1);
    if (list === undefined || list.item.level < item.level) {
      list = openList(list?.li ?? root, item, document);
      open.push(list);
    }
    addItem(list, item, document);
  }
  return root;
}

/** Whether the item is the next one in the open list, or stands in its last item. */
function canHold(list: Open | undefined, item: FlatItem): boolean {
  if (list === undefined || list.item.level < item.level) return true;
  const isSame = list.item.isOrdered === item.isOrdered && list.item.list === item.list;
  return list.item.level === item.level && isSame;
}

function openList(parent: Node, item: FlatItem, document: Document): Open {
  const element = document.createElement(item.isOrdered ? "ol" : "ul");
  const first = item.number ?? 1;
  if (item.isOrdered && first !== 1) element.setAttribute("start", String(first));
  parent.appendChild(element);
  return { element, item, li: element, next: first };
}

function addItem(list: Open, item: FlatItem, document: Document): void {
  const li = document.createElement("li");
  const number = item.number ?? list.next;
  if (item.isOrdered && number !== list.next) li.setAttribute("value", String(number));
  for (const node of item.content) li.appendChild(node);
  list.element.appendChild(li);
  list.next = number + 1;
  list.li = li;
}

/** Puts lists that stand in a list itself, as older programs nest them, into the item before them. */
export function adoptLists(root: Element): void {
  for (const list of root.querySelectorAll("ul > ul, ul > ol, ol > ul, ol > ol")) {
    const before = list.previousElementSibling;
    if (before?.nodeName === "LI") {
      before.appendChild(list);
    } else {
      const li = root.ownerDocument.createElement("li");
      list.replaceWith(li);
      li.appendChild(list);
    }
  }
}

/** Puts a box in front of what an item says, or in front of what is in the first line of it. */
export function addBox(item: Element, isChecked: boolean): void {
  const box = item.ownerDocument.createElement("input");
  box.setAttribute("type", "checkbox");
  if (isChecked) box.setAttribute("checked", "");
  item.insertBefore(box, item.firstChild);
}

/** A list in the place of an element, of what was in it. */
export function listOf(items: readonly Element[], name: "ol" | "ul", document: Document): Element {
  const list = document.createElement(name);
  for (const item of items) {
    const li = document.createElement("li");
    moveChildren(item, li);
    if (item.id !== "") li.id = item.id;
    list.appendChild(li);
  }
  return list;
}
