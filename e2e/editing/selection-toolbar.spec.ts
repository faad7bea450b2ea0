import type { Page } from "@playwright/test";
import { press } from "../support/keys.ts";
import { expect, test } from "./writing.ts";

test.use({ keepsPage: true });

const toolbarOf = (page: Page) => page.getByRole("toolbar");

interface Place {
  readonly toolbar: DOMRect;
  readonly selection: readonly DOMRect[];
  readonly window: { readonly width: number; readonly height: number };
}

/** Where the toolbar and the lines of the selection are, both in the same moment. */
function placeOf(page: Page): Promise<Place> {
  return toolbarOf(page).evaluate((toolbar) => {
    const range = getSelection()?.getRangeAt(0);
    const { clientWidth: width, clientHeight: height } = document.documentElement;
    return {
      toolbar: toolbar.getBoundingClientRect().toJSON(),
      selection: [...(range?.getClientRects() ?? [])].map((rect) => rect.toJSON()),
      window: { width, height },
    };
  });
}

function isInWindow({ toolbar, window }: Place): boolean {
  const isInWidth = toolbar.left >= 0 && toolbar.right <= window.width;
  return isInWidth && toolbar.top >= 0 && toolbar.bottom <= window.height;
}

function coversSelection({ toolbar, selection }: Place): boolean {
  return selection.some(
    (line) =>
      line.left < toolbar.right &&
      line.right > toolbar.left &&
      line.top < toolbar.bottom &&
      line.bottom > toolbar.top,
  );
}

const lines = Array.from(
  { length: 40 },
  (_, line) => `Line ${line} has words from one edge to the other edge`,
);

for (const { width, height } of [
  { width: 1280, height: 720 },
  { width: 800, height: 500 },
  { width: 360, height: 640 },
]) {
  test(`ED-13 at ${width} × ${height} the toolbar neither covers the selection nor leaves the window`, async ({
    write,
  }) => {
    const { page, press, editor } = await write(lines.join("\n\n"));
    await page.setViewportSize({ width, height });
    for (const line of [0, 1, 20, 39]) {
      for (const [from, to] of [
        ["Home", "Control+Shift+ArrowRight"],
        ["End", "Control+Shift+ArrowLeft"],
        ["Home", "Shift+End"],
      ] as const) {
        await editor.getByText(`Line ${line} has`).click();
        await press(from);
        await press(to);
        await expect(toolbarOf(page)).toBeVisible();
        const where = `line ${line}, ${from} ${to}`;
        await expect.poll(async () => isInWindow(await placeOf(page)), `in the window: ${where}`).toBe(true);
        await expect
          .poll(async () => coversSelection(await placeOf(page)), `covers the selection: ${where}`)
          .toBe(false);
      }
    }
  });
}

test("ED-13 the toolbar stays in the window while the selection is longer than it", async ({ write }) => {
  const { page, press } = await write(lines.join("\n\n"));
  await press("Control+a");
  await expect(toolbarOf(page)).toBeVisible();
  await expect.poll(async () => isInWindow(await placeOf(page))).toBe(true);
});

test("ED-13 the toolbar does not flicker while somebody else types", async ({ write, person }) => {
  const a = await write("selected words\n\nother words");
  const b = await person();
  await b.open(a.documentId);
  await b.editor.focus();
  await press(b.page, "Control+End");
  await a.press("Control+Home");
  await a.press("Control+Shift+ArrowRight");
  const toolbar = toolbarOf(a.page);
  await expect(toolbar).toBeVisible();
  // What arrives has arrived: from here on every frame must look the same.
  await toolbar.evaluate((element) =>
    Promise.all(element.getAnimations({ subtree: true }).map(({ finished }) => finished)),
  );
  await toolbar.evaluate((element) => {
    const looks = new Set<string>();
    const look = () => {
      const { left, top } = element.getBoundingClientRect();
      looks.add(
        `${element.isConnected} ${element.checkVisibility({ opacityProperty: true, visibilityProperty: true })} ${left} ${top}`,
      );
      requestAnimationFrame(look);
    };
    look();
    Object.assign(globalThis, { toolbarLooks: looks });
  });
  await b.page.keyboard.type(", and many more of them that B goes on to write below", { delay: 10 });
  await expect(a.editor).toContainText("to write below");
  const looks = await a.page.evaluate(() => [
    ...(globalThis as unknown as { toolbarLooks: Set<string> }).toolbarLooks,
  ]);
  expect(looks).toEqual([expect.stringMatching(/^true true /)]);
  expect(await a.page.evaluate(() => getSelection()?.toString().trim())).toBe("selected");
});

test("ED-13 the toolbar formats the selection, keeps it, and says what holds", async ({ write }) => {
  const { page, press, blocks } = await write("one two");
  await press("Control+Shift+ArrowLeft");
  const bold = toolbarOf(page).getByRole("button", { name: "Bold" });
  await expect(bold).toHaveAttribute("aria-pressed", "false");
  await bold.click();
  await expect(bold).toHaveAttribute("aria-pressed", "true");
  expect(await blocks()).toEqual(["one <strong>two</>"]);
  expect(await page.evaluate(() => getSelection()?.toString())).toBe("two");
});

test("ED-13 the toolbar goes when the selection does", async ({ write }) => {
  const { page, press } = await write("one two");
  await press("Control+Shift+ArrowLeft");
  await expect(toolbarOf(page)).toBeVisible();
  await press("ArrowRight");
  await expect(toolbarOf(page)).toHaveCount(0);
});
