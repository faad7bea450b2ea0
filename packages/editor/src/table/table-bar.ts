import type { EditorView } from "prosemirror-view";
import { areaOf } from "./area.ts";
import { type MenuButton, menuButton } from "./menu-button.ts";
import type { TableItem, TableMenu } from "./table-menus.ts";

/** Pixels between a table and the bar beside it. */
const gap = 8;

/**
 * The bar of the table that somebody writes in: a button for each of its menus. It stands beside a table that leaves room
 * for it, and above a wider one. Alt-Shift-F10 goes to it, Escape back.
 */
export class TableBar {
  readonly #bar: HTMLElement;
  readonly #menus: readonly MenuButton[];
  readonly #sizes = new ResizeObserver(() => this.#settle());

  constructor(view: EditorView, menus: readonly TableMenu[], label: string) {
    this.#bar = view.dom.ownerDocument.createElement("div");
    this.#bar.className = "quire-table-bar";
    this.#bar.role = "toolbar";
    this.#bar.ariaLabel = label;
    this.#bar.ariaKeyShortcuts = "Alt+Shift+F10";
    this.#menus = menus.map((menu) =>
      menuButton(this.#bar, menu, {
        isEnabled: ({ run }) => run(view.state),
        isOn: (item) => item.isOn?.(view.state) ?? false,
        choose: (item) => this.#choose(view, item),
        opened: () => this.#closeMenus(),
      }),
    );
    this.#bar.append(...this.#menus.map(({ button }) => button));
    this.#bar.addEventListener("keydown", (event) => this.#pressed(view, event));
    // A button takes no selection away from the text.
    this.#bar.addEventListener("mousedown", (event) => event.preventDefault());
  }

  /** Stands at the table that holds the selection, while somebody is in the text. */
  update(view: EditorView): void {
    const isHere = view.editable && view.dom.contains(view.dom.ownerDocument.activeElement);
    const area = isHere ? areaOf(view.state.selection) : null;
    const frame = area === null ? null : view.nodeDOM(area.pos);
    const place = frame instanceof HTMLElement ? frame.firstElementChild : null;
    if (place === null) this.close();
    else if (this.#bar.parentElement !== place) {
      this.close();
      place.append(this.#bar);
      for (const sized of this.#frame?.querySelectorAll("table, :scope > div") ?? [])
        this.#sizes.observe(sized);
      this.#settle();
    }
  }

  focus(): boolean {
    this.#menus[0]?.button.focus();
    return this.#bar.isConnected;
  }

  close(): void {
    this.#closeMenus();
    this.#sizes.disconnect();
    this.#bar.remove();
  }

  #settle(): void {
    const frame = this.#frame;
    const table = frame?.querySelector("table");
    if (!frame || !table) return;
    const from = table.offsetWidth + gap;
    this.#bar.classList.toggle("quire-table-bar-beside", from + this.#bar.offsetWidth <= frame.clientWidth);
    this.#bar.style.setProperty("--quire-table-end", `${from}px`);
  }

  get #frame(): Element | null {
    return this.#bar.closest(".quire-table");
  }

  #choose(view: EditorView, { run }: TableItem): void {
    view.focus();
    run(view.state, (tr) => view.dispatch(tr));
  }

  #pressed(view: EditorView, event: KeyboardEvent): void {
    const buttons = this.#menus.map(({ button }) => button);
    const at = buttons.findIndex((button) => button.matches(":focus"));
    if (at === -1) return;
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step !== undefined) buttons.at((at + step) % buttons.length)?.focus();
    else if (event.key === "Escape" || event.key === "Tab") view.focus();
    else return;
    event.preventDefault();
  }

  #closeMenus(): void {
    for (const menu of this.#menus) menu.close();
  }
}
