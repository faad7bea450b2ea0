import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { fetched } from "./support/fetched.ts";
import { press } from "./support/keys.ts";
import { listenToReturn } from "./support/listen-to-return.ts";
import { canType, drawn } from "./support/person.ts";
import { picture } from "./support/picture.ts";

/** The list, by the titles in it. */
const rows = (page: Page) => page.getByRole("region", { name: "All documents" });
const titled = (page: Page, title: string) => rows(page).getByRole("link", { name: title, exact: true });

/** Has the page fetch what it would have three seconds after it opened. */
async function ready(page: Page, title: string): Promise<void> {
  await rows(page)
    .getByRole("button", { name: `Actions for ${title}` })
    .click();
  await expect(page.getByRole("menuitem", { name: "Rename" })).toBeVisible();
  await press(page, "Escape");
  await expect(page.getByRole("menuitem", { name: "Rename" })).toHaveCount(0);
  await fetched(page, "open-device", "document", "first-block", "toasts");
}

/** What a browser says when its network is back. */
const online = (page: Page) => page.evaluate(() => dispatchEvent(new Event("online")));

/** What a page asks the server from now on to do with documents, each once. */
function writesOf(page: Page): readonly string[] {
  const writes: string[] = [];
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    const [, id] = /^\/api\/documents(?:\/([^/]+)(?:\/parent)?)?$/.exec(pathname) ?? [];
    if (request.method() === "GET" || !pathname.startsWith("/api/documents")) return;
    const write = `${request.method()} ${id ?? request.postDataJSON().id}`;
    if (!writes.includes(write)) writes.push(write);
  });
  return writes;
}

async function rename(page: Page, title: string, newTitle: string): Promise<void> {
  await rows(page)
    .getByRole("button", { name: `Actions for ${title}` })
    .click();
  await page.getByRole("menuitem", { name: "Rename" }).click();
  await page.getByRole("textbox", { name: `Title of ${title}` }).fill(newTitle);
  await press(page, "Enter");
}

/** Chooses where a document goes, by the keys. */
async function move(page: Page, title: string, place: string): Promise<void> {
  await rows(page)
    .getByRole("button", { name: `Actions for ${title}` })
    .click();
  await page.getByRole("menuitem", { name: "Move to…" }).click();
  const field = page.getByRole("combobox", { name: "Search for a document to move it to" });
  await expect(field).toBeFocused();
  await field.fill(place);
  await expect(page.getByRole("option", { name: place, exact: true })).toHaveAttribute(
    "aria-selected",
    "true",
  );
  await press(page, "Enter");
  await expect(page.getByRole("dialog", { name: `Move “${title}”` })).toHaveCount(0);
}

const row = (page: Page, title: string) => {
  const actions = page.getByRole("button", { name: `Actions for ${title}`, exact: true });
  return rows(page).getByRole("listitem").filter({ has: actions });
};

test.describe("OF-3", () => {
  test.use({ ownServer: true });

  test("what is created, renamed, moved and deleted without a connection is there at once, and at the server after it", async ({
    traveller,
    person,
    newDocument,
    content,
    server,
  }) => {
    const [kept, thrown, far] = [
      await newDocument({ title: "Kept", markdown: "Old words." }),
      await newDocument({ title: "Thrown away" }),
      await newDocument({ title: "Never opened" }),
    ];
    const ada = await traveller("Ada");
    const { page, network } = ada;
    await ada.open(kept.id);
    await page.goto(server.url);
    await expect(titled(page, "Kept")).toBeVisible();
    await ready(page, "Kept");
    network.cut();
    await expect(page.getByText("Offline: these are the documents as this device knows them.")).toBeVisible();
    await expect(titled(page, "Never opened")).toHaveCount(0);
    await expect(rows(page).getByRole("listitem").filter({ hasText: "Never opened" })).toContainText(
      "Not on this device",
    );
    // Its page says no more than is true: it has its name from the list, and none of it is kept.
    await page.evaluate((path) => history.pushState(null, "", path), `/d/${far.id}`);
    await expect(page.getByText("This document is not on this device.")).toBeVisible();
    await expect(page.getByRole("banner").getByRole("status")).toHaveText("Offline");
    await expect(page).toHaveTitle("Never opened · Quire");
    await page.goBack();

    await rename(page, "Kept", "Kept well");
    await expect(titled(page, "Kept well")).toBeVisible();
    await rows(page).getByRole("button", { name: "Actions for Thrown away" }).click();
    await page.getByRole("menuitem", { name: "Delete" }).click();
    await expect(page.getByText("Moved “Thrown away” to trash")).toBeVisible();
    await expect(rows(page)).not.toContainText("Thrown away");

    await page.locator("header").getByRole("button", { name: "New document" }).click();
    await expect(ada.title).toBeFocused();
    await page.keyboard.type("Written on a train");
    await press(page, "Enter");
    await page.keyboard.type("Words of a tunnel.");
    await ada.reads("Words of a tunnel.");
    await expect(ada.status).toHaveText("Offline, kept on this device");
    const id = new URL(page.url()).pathname.slice("/d/".length);
    await page.getByRole("link", { name: "Back to the documents" }).click();
    await expect(titled(page, "Written on a train")).toBeVisible();
    await move(page, "Kept well", "Written on a train");
    await expect(row(page, "Kept well")).toContainText("in Written on a train");
    await expect(page.getByText("Moved “Kept well” to “Written on a train”")).toBeVisible();

    const ben = await person("Ben");
    await ben.page.goto(server.url);
    await expect(titled(ben.page, "Kept")).toBeVisible();
    const sent = writesOf(page);
    network.mend();
    await online(page);
    // Nobody opens it again: what was written in it is sent all the same (J6).
    await expect.poll(() => content(id).catch(() => "")).toBe("Words of a tunnel.");
    // In the order of doing.
    expect(sent).toEqual([`PATCH ${kept.id}`, `DELETE ${thrown.id}`, `POST ${id}`, `PUT ${kept.id}`]);
    for (const title of ["Written on a train", "Kept well", "Never opened"])
      await expect(titled(ben.page, title)).toBeVisible();
    await expect(row(ben.page, "Kept well")).toContainText("in Written on a train");
    await expect(rows(ben.page)).not.toContainText("Thrown away");
    const answer = await ben.context.request.get(`${server.url}/api/documents/${thrown.id}`);
    expect(answer.status()).toBe(410);
    expect(far.title).toBe("Never opened");
    await expect(titled(page, "Never opened")).toBeVisible();
    await expect(page.getByText("Offline: these are the documents")).toHaveCount(0);
  });

  test("two people's names and places for documents, given without a connection, end as one, the same for both", async ({
    faults,
    traveller,
    newDocument,
    request,
    server,
  }) => {
    const { id } = await newDocument({ title: "Plan" });
    await newDocument({ title: "Notes" });
    const both = [await traveller("Ada"), await traveller("Ben")];
    for (const { page } of both) {
      await page.goto(server.url);
      await ready(page, "Plan");
    }
    for (const { network, page } of both) {
      network.cut();
      await expect(page.getByText("Offline: these are the documents")).toBeVisible();
    }
    faults.allow(/409 \(Conflict\)/);
    // Together they would put each below the other: the one that comes second is not taken.
    const [{ page: one }, { page: two }] = both as [(typeof both)[0], (typeof both)[0]];
    await move(one, "Plan", "Notes");
    await move(two, "Notes", "Plan");
    await expect(row(one, "Plan")).toContainText("in Notes");
    await expect(row(two, "Notes")).toContainText("in Plan");
    for (const [index, { page }] of both.entries()) {
      const name = `Name ${index}`;
      // Not on this device, and its name can be changed all the same.
      await rename(page, "Plan", name);
      await expect(rows(page)).toContainText(name);
    }
    for (const { network, page } of both) {
      network.mend();
      await online(page);
    }
    const titleOf = async () => {
      const answer = await request.get(`${server.url}/api/documents/${id}`, {
        headers: { origin: server.url },
      });
      return ((await answer.json()) as { title: string }).title;
    };
    for (const { page } of both)
      await expect(page.getByText("Offline: these are the documents")).toHaveCount(0, { timeout: 60_000 });
    await expect
      .poll(
        async () => {
          const title = await titleOf();
          const shown = await Promise.all(both.map(({ page }) => titled(page, title).count()));
          return /^Name [01]$/.test(title) && shown.every((count) => count === 1);
        },
        { timeout: 60_000 },
      )
      .toBe(true);
    const notMoved = both.map(({ page }) => page.getByText(/” was not moved\. .* stands below it/));
    await expect
      .poll(async () =>
        (await Promise.all(notMoved.map((each) => each.count()))).filter((count) => count > 0),
      )
      .toHaveLength(1);
    const title = await titleOf();
    /** Which of the two stands below the other, as a page shows it. */
    const belowOn = async (page: Page) => {
      const isIn = async (below: string, above: string) =>
        (await row(page, below).textContent())?.includes(`in ${above}`) ? below : "";
      return (await isIn(title, "Notes")) + (await isIn("Notes", title));
    };
    await expect
      .poll(async () => {
        const [here, there] = await Promise.all([belowOn(one), belowOn(two)]);
        return here === there && [title, "Notes"].includes(here);
      })
      .toBe(true);
  });
});

test("OF-2 OF-3 a name that was given in the list without a connection is no news to who gave it", async ({
  traveller,
  person,
  newDocument,
  request,
  server,
}) => {
  const { id } = await newDocument({ title: "Timetable", markdown: "above" });
  const [ada, ben] = await Promise.all([traveller("Ada"), person("Ben")]);
  await Promise.all([ada.open(id), ben.open(id)]);
  await Promise.all([ada.saved(), ben.saved()]);
  await expect(ada.page.getByRole("button", { name: /Ben/ }).first()).toBeVisible();
  await fetched(ada.page, "device-watch", "en-tools", "open-device", "toasts");
  const { page: list } = await ada.tab();
  await list.goto(server.url);
  await ready(list, "Timetable");
  ada.network.cut();
  await expect(ada.status).toHaveText("Offline, kept on this device");
  await ada.goTo("end");
  await ada.page.keyboard.type(" of Ada");
  await rename(list, "Timetable", "Timetable for May");
  await ben.goTo("start");
  await ben.page.keyboard.type("Of Ben: ");
  await ben.saved();

  const told = await listenToReturn(ada.page);
  ada.network.mend();
  // The list's page first: to the document's it comes with all else.
  await online(list);
  const titleNow = async () => {
    const answer = await request.get(`${server.url}/api/documents/${id}`, {
      headers: { origin: server.url },
    });
    return ((await answer.json()) as { title: string }).title;
  };
  await expect.poll(titleNow).toBe("Timetable for May");
  await ada.page.bringToFront();
  await online(ada.page);
  await expect.poll(told).toEqual(["While you were offline: 1 change by Ben. Yours are saved too."]);
  await expect(ada.title).toHaveValue("Timetable for May");
});

test("OF-3 OF-5 without a connection the list shows titles and first words as they were saved, and all words of what is here are found", async ({
  traveller,
  newDocument,
}) => {
  const long = `${"Many plain words. ".repeat(40)}\n\n- Then a **hor**net in the Attic.`;
  const { id: first } = await newDocument({ title: "Seen before", markdown: long });
  const ada = await traveller("Ada");
  const { page, network } = ada;
  await ada.open(first);
  await fetched(page, "device-watch", "en-tools", "toasts", "open-device", "library");
  await page.getByRole("link", { name: "Back to the documents" }).click();
  await expect(titled(page, "Seen before")).toBeVisible();
  await fetched(page, "library-tools");
  await page.locator("header").getByRole("button", { name: "New document" }).click();
  await expect(ada.title).toBeFocused();
  await page.keyboard.type("Saved in time");
  await press(page, "Enter");
  await page.keyboard.type("Its first words.");
  await ada.saved();
  network.cut();
  await expect(ada.status).toHaveText("Offline, kept on this device");
  await page.getByRole("link", { name: "Back to the documents" }).click();
  await expect(page.getByText("Offline: these are the documents")).toBeVisible();
  const sheet = page.locator(".sheets").getByRole("link", { name: /Saved in time/ });
  await expect(sheet).toContainText("Its first words.");
  await expect(titled(page, "Saved in time")).toBeVisible();
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox").fill("hornet attic");
  await expect(page.getByRole("option")).toHaveText(["Seen before"]);
  await press(page, "Escape");
  network.mend();
  await online(page);
  await expect(page.getByText("Offline: these are the documents")).toHaveCount(0, { timeout: 60_000 });
});

test("OF-2 a document made and written without a connection is nobody else's change when it comes to the server", async ({
  traveller,
  newDocument,
  content,
}) => {
  const { id: first } = await newDocument({ title: "Before the tunnel" });
  const ada = await traveller("Ada");
  const { page, network } = ada;
  await ada.open(first);
  await fetched(page, "device-watch", "en-tools", "toasts", "open-device", "first-block", "library");
  await page.getByRole("link", { name: "Back to the documents" }).click();
  await expect(titled(page, "Before the tunnel")).toBeVisible();
  network.cut();
  await expect(page.getByText("Offline: these are the documents")).toBeVisible();
  await page.locator("header").getByRole("button", { name: "New document" }).click();
  await expect(ada.title).toBeFocused();
  await page.keyboard.type("Alone in a tunnel");
  await press(page, "Enter");
  await page.keyboard.type("Words.");
  await expect(ada.status).toHaveText("Offline, kept on this device");

  await page.evaluate(() => {
    const said: string[] = [];
    Object.assign(window, { said });
    new MutationObserver(() => {
      for (const { textContent } of document.querySelectorAll(".toast-text")) said.push(textContent);
    }).observe(document, { subtree: true, childList: true, characterData: true });
  });
  network.mend();
  await online(page);
  await ada.saved();
  const id = new URL(page.url()).pathname.slice("/d/".length);
  await expect.poll(() => content(id).catch(() => "")).toBe("Words.");
  const saidOfOthers = () =>
    page.evaluate(() =>
      (Reflect.get(window, "said") as string[]).filter((text) => text.includes("by other people")),
    );
  await drawn(page);
  expect(await saidOfOthers()).toEqual([]);
});

test("OF-4 a picture added without a connection is shown at once and after a reload, and comes to others by itself", async ({
  person,
  newDocument,
  content,
  faults,
}) => {
  // Where there is no picture yet, and where there is no server.
  faults.allow(/Failed to load resource|WebSocket connection/);
  const { id } = await newDocument({ markdown: "above" });
  const [ada, ben] = await Promise.all([person("Ada"), person("Ben")]);
  const { page, context } = ada;
  await Promise.all([ada.open(id), ben.open(id)]);
  await ada.saved();
  let isCut = true;
  let uploads = 0;
  const closed: (() => Promise<void>)[] = [];
  const cut = async () => {
    isCut = true;
    for (const close of closed.splice(0)) await close();
  };
  await context.route(/\/api\//, (route) => {
    if (route.request().method() === "POST" && /\/files\?/.test(route.request().url()) && !isCut) uploads++;
    return isCut ? route.abort("internetdisconnected") : route.continue();
  });
  await context.routeWebSocket(/\/(sync|api)\//, (socket) => {
    if (isCut) {
      void socket.close({ code: 1012 });
      return;
    }
    const line = socket.connectToServer();
    closed.push(async () => {
      await socket.close({ code: 1012 });
      await line.close();
    });
  });
  await cut();
  // The pages come, and nothing else does: as a page that is kept on the device.
  await page.reload();
  await expect(ada.status).toHaveText("Offline, kept on this device");
  await canType(page);
  await ada.goTo("end");
  await press(page, "Enter");
  await page.keyboard.type("/image");
  const choosing = page.waitForEvent("filechooser");
  // A browser opens a chooser of its own until it has heard that somebody waits.
  await drawn(page);
  await press(page, "Enter");
  await (await choosing).setFiles({ name: "dot.png", mimeType: "image/png", buffer: picture(40, 20) });
  const width = (of: typeof ada) =>
    of.editor
      .locator("figure img[src]")
      .evaluate((image: HTMLImageElement) => image.naturalWidth)
      .catch(() => 0);
  await expect.poll(() => width(ada)).toBe(40);
  // Taken back and done again it is the same picture.
  await press(page, "Control+z");
  await expect(ada.editor.locator("figure")).toHaveCount(0);
  await press(page, "Control+y");
  await expect.poll(() => width(ada)).toBe(40);
  await expect(ada.status).toHaveText("Offline, kept on this device");

  await page.reload();
  await expect.poll(() => width(ada)).toBe(40);
  await expect(ben.editor.locator("figure")).toHaveCount(0);

  isCut = false;
  for (const each of [ada, ben]) await online(each.page);
  await expect(ada.status).toHaveText("Saved", { timeout: 60_000 });
  await expect.poll(() => width(ben), { timeout: 60_000 }).toBe(40);
  expect(uploads).toBe(1);
  expect(await content(id, "markdown")).toMatch(/^above\n\n!\[\]\(\/api\/documents\/[^)]+\)\n$/);
});
