import { expect, type Person, type Tab, test } from "./fixtures.ts";
import { fetched } from "./support/fetched.ts";

const sentence = "Kingfishers were counted from both banks at once, so that no bird was entered twice. ";
/** So many that the blocks which are written in keep their heights. */
const paragraphs = Array.from({ length: 310 }, (_, at) => `Paragraph ${at}. ${sentence}`);
/** Taller than any window. */
const long = `${sentence.repeat(80)} The end of it.`;
const words =
  "Words that others write above what is read here, enough of them to break a line or two, perhaps.";

/** Watches at each frame where a letter of a block is in the window, and says how far it ever was from where it stood. */
async function watchLetter({ editor }: Tab, block: string, fromEnd: number): Promise<() => Promise<number>> {
  const watch = await editor.evaluateHandle(
    (text, { block, fromEnd }) => {
      const find = () => {
        const shown = [...text.children].find((one) => one.textContent?.includes(block));
        let left = fromEnd;
        const walker = document.createTreeWalker(shown ?? text, NodeFilter.SHOW_TEXT);
        while (walker.lastChild());
        for (let node: Node | null = walker.currentNode; node; node = walker.previousNode()) {
          const length = node.nodeValue?.length ?? 0;
          if (left <= length) {
            const range = document.createRange();
            range.setStart(node, length - left);
            return range.getBoundingClientRect().top;
          }
          left -= length;
        }
        throw new Error("there is no such letter");
      };
      const start = find();
      const watched = { isOver: false, furthest: 0 };
      const look = () => {
        watched.furthest = Math.max(watched.furthest, Math.abs(find() - start));
        if (!watched.isOver) requestAnimationFrame(look);
      };
      look();
      return watched;
    },
    { block, fromEnd },
  );
  return () =>
    watch.evaluate(async (watched) => {
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      watched.isOver = true;
      return watched.furthest;
    });
}

/** Scrolls until a block's text stands so far above the top of what is in sight. */
async function readAt({ page, editor }: Tab, block: number, above: number): Promise<void> {
  await page
    .locator(".page")
    .evaluate(
      (scroller, { top, above }) => scroller.scrollBy(0, top - scroller.getBoundingClientRect().top + above),
      {
        top: await editor
          .locator("> *")
          .nth(block)
          .evaluate((one) => one.getBoundingClientRect().top),
        above,
      },
    );
}

async function meet(person: (name: string) => Promise<Person>, id: string): Promise<[Person, Person]> {
  const [ada, ben] = await Promise.all([person("Ada"), person("Ben")]);
  await Promise.all([ada.open(id), ben.open(id)]);
  // What holds her place, and the font that her lines are broken by, come after the text.
  await fetched(ada.page, "company", "kept-heights");
  await ada.page.evaluate(() => document.fonts.ready.then(() => undefined));
  return [ada, ben];
}

test("RT-10 what others write, move and delete above what I read does not move it by a pixel", async ({
  person,
  newDocument,
}) => {
  const { id } = await newDocument({ title: "Banks", markdown: paragraphs.join("\n\n") });
  const [ada, ben] = await meet(person, id);
  await readAt(ada, 30, 0);
  const furthest = await watchLetter(ada, "Paragraph 33.", 40);

  await ben.goTo("start");
  for (let line = 0; line < 5; line++) {
    await ben.page.keyboard.type(`${line} ${words}`);
    await ben.page.keyboard.press("Enter");
  }
  await ben.page.keyboard.type("# ");
  await ben.title.fill(`A title of several lines. ${words}`);
  await ben.editor.locator("> *").nth(10).click({ clickCount: 3 });
  await ben.page.keyboard.press("Delete");
  await ben.page.keyboard.type("The last of it.");
  await expect(ada.editor).toContainText("The last of it.");
  expect(await furthest()).toBeLessThan(1);
});

test("RT-10 what they write in a paragraph that begins above the window moves it by a line or two, where it was ten", async ({
  person,
  newDocument,
}) => {
  const markdown = [...paragraphs.slice(0, 10), long, ...paragraphs.slice(10)].join("\n\n");
  const { id } = await newDocument({ title: "Banks", markdown });
  const [ada, ben] = await meet(person, id);
  await readAt(ada, 10, 500);
  const letter = 80 * sentence.length - 3_000;
  const furthest = await watchLetter(ada, "The end of it.", letter);

  const first = ben.editor.locator("> *").nth(10);
  await first.click({ position: { x: 60, y: 10 } });
  await ben.page.keyboard.press("Home");
  await ben.page.keyboard.type(`${words} ${words}`);
  await ben.page.keyboard.press("Enter");
  await ben.page.keyboard.type(`${words} In two blocks.`);
  await expect(ada.editor).toContainText("In two blocks.");
  // A word that is broken into the next line takes what is behind it along, and what is held may be before it or behind.
  const line = await ada.editor.evaluate((text) => Number.parseFloat(getComputedStyle(text).lineHeight));
  expect(await furthest()).toBeLessThan(2.5 * line);
});
