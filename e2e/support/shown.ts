import { expect, type Locator } from "@playwright/test";

/** A block as a page shows it: its elements from the outside in, as "ul li p", and its text. */
export interface ShownBlock {
  readonly elements: string;
  readonly text: string;
  /** How far in it stands. */
  readonly indent: number;
  /** The marked pieces of its text, as "strong: word". */
  readonly marks: readonly string[];
  readonly isDone: boolean;
}

/** The document as a page shows it, each line and each block without lines, without carets and the like. Two pages that agree show the same. */
export function shown({ editor }: { readonly editor: Locator }): Promise<readonly ShownBlock[]> {
  return editor.evaluate((root) => {
    const leaves = (flow: Element): readonly Element[] =>
      [...flow.querySelectorAll(":scope > :not(.quire-caret, .ProseMirror-gapcursor)")].flatMap((block) => {
        const inside = block.querySelector(":scope > .quire-flow");
        return inside ? leaves(inside) : [block];
      });
    return leaves(root).map((shownBlock) => {
      const block = shownBlock.cloneNode(true) as Element;
      const dress =
        ".quire-caret, .quire-code-bar, .quire-table-bar, .ProseMirror-separator, .ProseMirror-trailingBreak";
      for (const extra of block.querySelectorAll(dress)) extra.remove();
      // First: one that somebody else has selected is dressed itself.
      for (const line of block.querySelectorAll("br")) line.replaceWith("\n");
      // What is drawn around another person's selection cuts marked text in pieces.
      for (const selection of block.querySelectorAll(".quire-selection"))
        selection.replaceWith(...selection.childNodes);
      block.normalize();
      const names: string[] = [];
      for (let around = shownBlock.parentElement; around && around !== root; around = around.parentElement)
        if (!around.classList.contains("quire-flow")) names.unshift(around.className);
      names.push(block.localName);
      for (const element of block.querySelectorAll("blockquote, ul, ol, li, p, h1, h2, h3, h4, h5, h6, pre"))
        names.push(element.localName);
      const marked = block.querySelectorAll("strong, em, u, s, code, a");
      return {
        elements: names.join(" "),
        text: block.textContent ?? "",
        indent: Number(
          block.getAttribute("data-indent") ??
            block.querySelector("[data-indent]")?.getAttribute("data-indent") ??
            0,
        ),
        marks: [...marked].map((mark) => `${mark.localName}: ${mark.textContent}`),
        isDone: shownBlock.querySelector<HTMLInputElement>("input[type=checkbox]")?.checked ?? false,
      };
    });
  });
}

/** The text that an editor shows, a line for each block. */
export async function shownText(editor: Locator): Promise<string> {
  return (await shown({ editor })).map(({ text }) => text).join("\n");
}

/** Waits until all of them show the same document. */
export async function agree(tabs: readonly { readonly editor: Locator }[]): Promise<void> {
  await expect(async () => {
    const [first, ...others] = await Promise.all(tabs.map(shown));
    for (const other of others) expect(other).toEqual(first);
  }).toPass({ timeout: 30_000 });
}
