import type { Page } from "@playwright/test";
import type { Tab } from "./fixtures.ts";
import { expect, test } from "./meeting.ts";
import { contrastOf } from "./support/contrast.ts";
import { press } from "./support/keys.ts";

/** Another person's caret as a page draws it. */
function caretIn({ page }: Tab) {
  const caret = page.locator(".quire-caret");
  return { caret, flag: caret.locator(".quire-caret-flag") };
}

/** How a name is shown, and how it is faded: it stays in its place. */
const up = ["opacity", "1"] as const;
const down = ["opacity", "0"] as const;

test("RT-5 a caret's name shows while its owner types or moves, fades, and comes back on hover", async ({
  meet,
}) => {
  const { ada, ben } = await meet("A line of text.\n\nAnother line of text.\n");
  const { caret, flag } = caretIn(ada);
  await expect(caret).toHaveCount(0);

  // It is up for two seconds: who waits for it begins before the key.
  await Promise.all([expect(flag).toHaveCSS(...up), expect(flag).toHaveText("Ben"), ben.goTo("end")]);
  await expect(flag).toHaveCSS(...down);

  await Promise.all([expect(flag).toHaveCSS(...up), ben.page.keyboard.type("More")]);
  await expect(flag).toHaveCSS(...down);

  await Promise.all([expect(flag).toHaveCSS(...up), ben.page.keyboard.press("ArrowLeft")]);
  await expect(flag).toHaveCSS(...down);

  await caret.hover({ force: true });
  await expect(flag).toHaveCSS(...up);
  await ada.page.mouse.move(0, 0);
  await expect(flag).toHaveCSS(...down);
});

test("RT-5 a caret and its name change no letter's place and no line's height", async ({
  person,
  newDocument,
}) => {
  const text =
    "Several words that stand in a line and go on long enough to be broken into two of them, on any page.";
  const { id } = await newDocument({ markdown: `# A heading\n\n${text}\n\n- an item\n\n> a quote\n` });
  const [ada, ben] = await Promise.all([person("Ada"), person("Benedetta Baldassarri-Montefeltro")]);
  await Promise.all([ada.open(id), ben.open(id)]);
  const { caret, flag } = caretIn(ada);
  // Letters take their places anew when their font comes, which is no caret's doing.
  await ada.page.evaluate(() => document.fonts.ready);
  const before = await places(ada.page);
  expect(before.length).toBeGreaterThan(text.length);

  await ben.editor.focus();
  // In a heading, at the start, the middle and the end of a line that is broken, in an item and in a quote.
  const ways = [
    "Control+Home",
    "ArrowDown",
    "Home",
    "Control+ArrowRight",
    "End",
    "ArrowDown",
    "ArrowDown",
    "ArrowDown",
  ];
  for (const key of ways) {
    await Promise.all([expect(flag).toHaveCSS(...up), ben.page.keyboard.press(key)]);
    expect(shifts(before, await places(ada.page)), `with the name shown, after ${key}`).toEqual([]);
  }
  await expect(flag).toHaveCSS(...down);
  await expect(caret).toBeAttached();
  expect(shifts(before, await places(ada.page)), "with the caret alone").toEqual([]);
});

test("RT-5 a name is whole wherever its caret stands: below the first line, to the left of the far edge", async ({
  person,
  newDocument,
}) => {
  const { id } = await newDocument({ markdown: "A line of text.\n\nAnother line of text.\n" });
  const [ada, ben] = await Promise.all([person("Ada"), person("Benedetta Baldassarri-Montefeltro")]);
  await Promise.all([ada.open(id), ben.open(id)]);
  const { caret, flag } = caretIn(ada);
  const sides = (): Promise<readonly string[]> =>
    caret.evaluate((element) => [...element.classList].filter((name) => /-(below|end)$/.test(name)));

  await ben.goTo("start");
  await expect.poll(sides).toEqual(["quire-caret-below"]);
  await ben.goTo("end");
  await expect.poll(sides).toEqual([]);
  const room = await ada.editor.evaluate((text) => text.getBoundingClientRect().right);
  await ben.page.keyboard.type(" Words up to the far edge of this page, or nearly");
  await expect.poll(sides).toEqual(["quire-caret-end"]);
  expect(await flag.evaluate((element) => element.getBoundingClientRect().right)).toBeLessThanOrEqual(
    room + 2,
  );
  await ben.page.keyboard.press("Home");
  await expect.poll(sides).toEqual([]);
});

test("RT-7 what somebody has selected stays the same words while others write above it and split inside it", async ({
  meet,
}) => {
  const { ada, ben } = await meet("The first line.\n\none two three four");
  const selected = () => ada.page.locator(".quire-selection").allTextContents();
  await ben.goTo("end");
  await press(
    ben.page,
    "Control+ArrowLeft",
    "ArrowLeft",
    "Control+Shift+ArrowLeft",
    "Control+Shift+ArrowLeft",
  );
  await expect.poll(selected).toEqual(["two three"]);

  await ada.goTo("start");
  await ada.page.keyboard.type("Before it. ");
  await ada.page.keyboard.press("Enter");
  await expect.poll(selected).toEqual(["two three"]);

  await ada.goTo("end");
  await press(ada.page, "Control+ArrowLeft", "Control+ArrowLeft", "Enter");
  await ben.reads("Before it. \nThe first line.\none two \nthree four");
  await expect.poll(selected).toEqual(["two ", "three"]);
  expect(await ben.page.evaluate(() => String(getSelection()).replace(/\s+/g, " "))).toBe("two three");
});

test("RT-5 keys work from where another's caret stands", async ({ meet }) => {
  const { ada, ben } = await meet("The line.");
  const goBoth = async (key: string): Promise<void> => {
    await ben.goTo("start");
    await press(ben.page, key);
    await ada.goTo("start");
    await press(ada.page, key);
  };
  for (const [place, key, letter, text] of [
    ["Home", "End", "a", "The line.a"],
    ["ArrowRight", "End", "b", "The line.ab"],
    ["End", "Home", "c", "cThe line.ab"],
    ["Home", "Control+ArrowRight", "d", "cThed line.ab"],
    ["Home", "Delete", "e", "eThed line.ab"],
    ["Home", "Shift+End", "f", "f"],
  ] as const) {
    await goBoth(place);
    await press(ada.page, key);
    await ada.page.keyboard.type(letter);
    await ben.reads(text);
  }
});

/** What stands elsewhere than before, or is larger or smaller. Browsers count in 64ths of a pixel, and round. */
function shifts(before: readonly Place[], after: readonly Place[]): readonly string[] {
  const found = before.map(({ what, box }, index) => {
    const now = after[index]?.box ?? [];
    return box.every((side, at) => Math.abs(side - (now[at] ?? 0)) < 0.1)
      ? ""
      : `${what}: ${box.join(" ")} became ${now.join(" ")}`;
  });
  return found.filter((shift) => shift !== "");
}

interface Place {
  readonly what: string;
  /** Left, top, width and height. */
  readonly box: readonly number[];
}

/** Where each letter of the text stands, and how large each block is. */
function places(page: Page): Promise<readonly Place[]> {
  return page.locator(".ProseMirror").evaluate((root) => {
    const found: Place[] = [];
    const add = (what: string, of: Element | Range): void => {
      const { x, y, width, height } = of.getBoundingClientRect();
      found.push({ what, box: [x, y, width, height] });
    };
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const text = walker.currentNode;
      if (text.parentElement?.closest(".quire-caret")) continue;
      for (let at = 0; at < (text.nodeValue?.length ?? 0); at++) {
        const range = document.createRange();
        range.setStart(text, at);
        range.setEnd(text, at + 1);
        add(`letter ${text.nodeValue?.at(at)}`, range);
      }
    }
    for (const block of root.children) add(block.localName, block);
    return found;
  });
}

test("RT-6 a person has one colour, in every tab, session and list", async ({
  person,
  newDocument,
  server,
}) => {
  const { id } = await newDocument({ title: "Colours", markdown: "text" });
  const [ada, ben] = await Promise.all([person("Ada"), person("Ben")]);
  await Promise.all([ada.open(id), ben.open(id)]);
  const me = await (await ben.context.request.get(`${server.url}/api/me`)).json();
  const { hue } = me.person;
  const { caret } = caretIn(ada);
  const hueClass = new RegExp(`\\bquire-hue-${hue}\\b`);

  await ben.editor.focus();
  await expect(caret).toHaveClass(hueClass);
  const color = await caret.evaluate((element) => getComputedStyle(element, "::before").backgroundColor);
  const avatar = ada.page.locator(`[data-person="${me.person.id}"] .avatar`);
  await expect(avatar).toHaveClass(new RegExp(`\\bhue-${hue}\\b`));
  // The one colour of that hue: of the caret, its name and the avatar.
  await expect(avatar).toHaveCSS("background-color", color);
  await expect(caret.locator(".quire-caret-flag")).toHaveCSS("background-color", color);

  const second = await ben.tab();
  await second.open(id);
  await second.editor.focus();
  await expect(caret).toHaveCount(2);
  for (const one of await caret.all()) await expect(one).toHaveClass(hueClass);

  // A new session: his pages closed, his browser kept.
  await Promise.all([ben.page.close(), second.page.close()]);
  await expect(caret).toHaveCount(0);
  const later = await ben.tab();
  await later.open(id);
  await later.editor.focus();
  await expect(caret).toHaveClass(hueClass);
});

test("RT-6 every hue's name has a contrast of 4.5 to 1 or more when the page is light, and when it is dark", async ({
  meet,
}) => {
  const { ada, ben } = await meet("text");
  await ben.editor.focus();
  const { caret, flag } = caretIn(ada);
  await expect(flag).toHaveCSS(...up);
  const avatar = ada.page.locator("[data-person] .avatar").last();
  for (const colorScheme of ["light", "dark"] as const) {
    await ada.page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const found: Record<string, number> = {};
    for (let hue = 1; hue <= 8; hue++) {
      // A person's hue comes with them; here each is tried on the one caret and the one avatar.
      await caret.evaluate(
        (element, n) => element.setAttribute("class", `quire-caret quire-caret-raised quire-hue-${n}`),
        hue,
      );
      await avatar.evaluate((element, n) => element.setAttribute("class", `avatar hue-${n}`), hue);
      found[`name ${hue}`] = await contrastOf(flag);
      found[`avatar ${hue}`] = await contrastOf(avatar);
    }
    expect(
      Object.entries(found).filter(([, contrast]) => contrast < 4.5),
      colorScheme,
    ).toEqual([]);
    expect(new Set(Object.values(found)).size, "the hues differ").toBeGreaterThan(4);
  }
});
