import type { Page } from "@playwright/test";
import * as Y from "yjs";
import { expect, test } from "./fixtures.ts";
import { fetched } from "./support/fetched.ts";
import { connectStockClient, type StockClient } from "./support/stock-client.ts";

const readers = 100;
const writers = 20;
const keys = 30;
const paragraphs = Array.from(
  { length: 60 },
  (_, at) => `Paragraph ${at}. Kingfishers were counted at once.`,
);

test.use({ ownServer: true });

test("RT-12 with 100 readers and 20 writers a key asks the page for no place more, and the bar is not drawn anew", async ({
  person,
  newDocument,
  server,
}) => {
  const { id } = await newDocument({ title: "Banks", markdown: paragraphs.join("\n\n") });
  const ada = await person("Ada");
  await ada.open(id);
  await ada.goTo("start");
  await ada.page.keyboard.type("Here. ");
  await fetched(ada.page, "hands", "presence-tools");
  const alone = await questionsOf(ada.page);

  await loopDelay(server.url); // it counts from here
  const crowd = await Promise.all(
    Array.from({ length: readers + writers }, () => connectStockClient(server.url, id)),
  );
  const writing = crowd.slice(0, writers);
  for (const one of crowd) one.say({ activity: "viewing" });
  for (const [at, one] of writing.entries()) standIn(one, 3 * at + 2);
  await expect(ada.page.locator(".quire-caret")).toHaveCount(writers);
  const below = ada.page.getByRole("button", { name: / below: / });
  await expect(below).toBeVisible();
  await expect(ada.page.locator(".people > li").last()).toHaveText(`+${readers + writers - 4}`);
  const together = await questionsOf(ada.page);
  console.log(`places asked for by ${keys} keys: ${alone} alone, ${together} with ${writers} carets`);
  // On a busy machine two keys may share a paint. One place more at each key would be as many as there are keys.
  expect(together, "each would lay the document out once more").toBeLessThan(alone + keys / 2);

  const drawn = await watchDrawing(ada.page);
  for (let round = 0; round < 10; round++) for (const [at, one] of writing.entries()) write(one, 3 * at + 2);
  for (const at of writing.keys())
    await expect(ada.editor.locator("> *").nth(3 * at + 2)).toContainText("!".repeat(10));
  expect(await drawn(), "what is drawn of people and arrows while 20 of them write 200 letters").toBe(0);

  console.log(`the server's loop delay, 99th percentile: ${await loopDelay(server.url)} s`);
  for (const one of crowd) one.close();
});

/** How often a page's scripts asked where something is while some letters were typed. */
async function questionsOf(page: Page): Promise<number> {
  const asked = await page.evaluateHandle(() => {
    const seen = { count: 0, isOver: false };
    for (const of of [Element.prototype, Range.prototype]) {
      for (const name of ["getBoundingClientRect", "getClientRects"] as const) {
        const ask: unknown = Object.getOwnPropertyDescriptor(of, name)?.value;
        if (typeof ask !== "function") throw new Error(`there is no ${name}`);
        const counted = function (this: unknown): unknown {
          if (!seen.isOver) seen.count += 1;
          return Reflect.apply(ask, this, []);
        };
        Object.defineProperty(of, name, { value: counted, configurable: true, writable: true });
      }
    }
    return seen;
  });
  for (let key = 0; key < keys; key++) {
    await page.keyboard.press("x");
    await settled(page);
  }
  return asked.evaluate((seen) => {
    seen.isOver = true;
    return seen.count;
  });
}

/** Resolves when what was typed is painted, and what comes after the paint is done. */
function settled(page: Page): Promise<unknown> {
  return page.evaluate(
    () =>
      new Promise((resolve) =>
        requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(resolve))),
      ),
  );
}

function textOf({ ydoc }: StockClient, paragraph: number): Y.XmlText {
  const element = ydoc.getXmlFragment("document").get(paragraph);
  const text = element instanceof Y.XmlElement ? element.get(0) : undefined;
  if (!(text instanceof Y.XmlText)) throw new Error(`paragraph ${paragraph} has no text`);
  return text;
}

function standIn(one: StockClient, paragraph: number): void {
  const text = textOf(one, paragraph);
  const place = Y.createRelativePositionFromTypeIndex(text, text.length, -1);
  one.say({ activity: "editing", cursor: { anchor: place, head: place } });
}

function write(one: StockClient, paragraph: number): void {
  const text = textOf(one, paragraph);
  text.insert(text.length, "!");
  standIn(one, paragraph);
}

/** Counts how often something changes in the list of people and the arrows. */
async function watchDrawing(page: Page): Promise<() => Promise<number>> {
  const watch = await page.evaluateHandle(() => {
    const seen = { count: 0 };
    const observer = new MutationObserver((changes) => {
      seen.count += changes.length;
    });
    for (const part of document.querySelectorAll(".people, .presence"))
      observer.observe(part, { childList: true, characterData: true, attributes: true, subtree: true });
    return seen;
  });
  return () => watch.evaluate(({ count }) => count);
}

/** What the server says of its event loop since it was last asked. */
async function loopDelay(url: string): Promise<string | undefined> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return /^quire_loop_delay_seconds (\S+)/m.exec(text)?.[1];
}
