import { expect, type Member, password, test } from "../support/accounts.ts";
import { keptText } from "../support/kept-text.ts";
import { lineOf } from "../support/line.ts";
import { noticeOf } from "../support/notice.ts";
import { openPalette } from "../support/palette.ts";
import { picture } from "../support/picture.ts";
import { refusedRequests } from "../support/sharing.ts";

/** Signs out by the library's menu, with what the device keeps removed or not. */
async function signOut({ page }: Pick<Member, "page">, url: string, copies: "Remove" | "Keep") {
  await page.goto(url);
  await page.getByRole("button", { name: "You", exact: true }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await page.getByRole("radio", { name: new RegExp(`^${copies} them`) }).check();
  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
}

async function signIn({ page }: Pick<Member, "page">, email: string) {
  await page.getByRole("textbox", { name: "E-mail address" }).fill(email);
  await page.getByRole("textbox", { name: "Password" }).fill(password);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "New document" }).first()).toBeVisible();
}

/** Has somebody write words that the device has and the server does not hear of. Answers with the line that is held. */
async function writeUnheard(writer: Member, id: string): Promise<Awaited<ReturnType<typeof lineOf>>> {
  const line = await lineOf(writer.page);
  await writer.open(id);
  await writer.saved();
  line.hold();
  await writer.goTo("end");
  await writer.page.keyboard.insertText(" Twice.");
  await expect.poll(() => keptText(writer)).toContain(" Twice.");
  return line;
}

test("threat D23 who signs in after somebody else sees nothing of theirs, and they find it again", async ({
  member,
  documentOf,
  server,
}) => {
  const mara = await member("Mara Member");
  const ben = await member("Ben Boyd");
  const id = await documentOf(mara, { title: "A secret plan", markdown: "a heron in the reeds" });
  await mara.open(id);
  await mara.saved();
  await signOut(mara, server.url, "Keep");
  await signIn(mara, ben.account.email);
  await expect(mara.page.getByText("A secret plan")).toHaveCount(0);
  await mara.page
    .getByRole("button", { name: /On this device/ })
    .first()
    .click();
  await expect(mara.page.getByRole("dialog")).toContainText("Documents go here as you open them");
  await mara.page.keyboard.press("Escape");
  await mara.page.goto(`${server.url}/d/${id}`);
  await expect(mara.page.getByRole("heading", { name: "You may not open" })).toBeVisible();
  await expect(mara.page.getByText("a heron in the reeds")).toHaveCount(0);

  await signOut(mara, server.url, "Remove");
  await signIn(mara, mara.account.email);
  await mara.page
    .getByRole("button", { name: /On this device/ })
    .first()
    .click();
  await expect(mara.page.getByRole("dialog")).toContainText("A secret plan");
});

test("SV-5 who signs out with words that the server does not have is told which, and they are sent when they sign in again", async ({
  member,
  documentOf,
  server,
}) => {
  const mara = await member("Mara Member");
  const { page } = mara;
  const id = await documentOf(mara, { title: "River survey", markdown: "It rained." });
  const line = await writeUnheard(mara, id);
  await openPalette(page);
  await page.getByRole("option", { name: "Sign out…", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Sign out" });
  await expect(dialog).toContainText("Not at the server yet: words or files in “River survey”.");
  await expect(dialog).toContainText("That is lost if you remove the copies now.");
  await expect(dialog.getByRole("button", { name: "Sign out, and lose them" })).toBeVisible();
  await dialog.getByRole("radio", { name: /^Keep them/ }).check();
  await expect(dialog).toContainText("It stays here, and is sent when you sign in again.");
  await dialog.getByRole("button", { name: "Sign out", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  line.release();
  // The document's line may have been closed first, which leads there too, and from there back to the document.
  await page.goto(`${server.url}/sign-in`);
  await signIn(mara, mara.account.email);
  const text = async () =>
    (await mara.context.request.get(`${server.url}/api/documents/${id}/content?format=text`)).text();
  await expect.poll(text).toBe("It rained. Twice.");
});

test("V1 SV-5 refused words are there after their writer signed out and in again, and are shown to nobody else in the browser", async ({
  member,
  documentOf,
  server,
  faults,
}) => {
  // What was held goes to a socket that the server has closed by then.
  faults.allow(/WebSocket is already in CLOSING or CLOSED state/);
  const mara = await member("Mara of the drawer");
  const ben = await member("Ben beside the drawer");
  const { page } = mara;
  const id = await documentOf(mara, { title: "Otter survey", markdown: "An otter." });
  const line = await lineOf(page);
  await mara.open(id);
  await mara.saved();
  line.hold();
  await mara.goTo("end");
  await page.keyboard.insertText(" Two otters.");
  const headers = { origin: server.url };
  await mara.context.request.delete(`${server.url}/api/documents/${id}`, { headers });
  line.release();
  await expect(noticeOf(page, "deleted")).toContainText("kept on this device");

  await signOut(mara, server.url, "Keep");
  await signIn(mara, ben.account.email);
  await expect(page.getByText("Unsaved words on this device")).toHaveCount(0);
  await page.goto(`${server.url}/unsaved`);
  await expect(page.getByText("There are none on this device")).toBeVisible();
  await expect(page.getByText(/otter/i)).toHaveCount(0);

  await signOut(mara, server.url, "Keep");
  await signIn(mara, mara.account.email);
  await page.getByRole("link", { name: "Unsaved words on this device (1)" }).click();
  const entry = page.getByRole("article", { name: "Otter survey" });
  await expect(entry.locator("ins")).toHaveText(" Two otters.");
});

test("V8 SV-5 who signs out with refused words that only the page has is told so first, whatever becomes of the copies", async ({
  member,
  documentOf,
  server,
  faults,
}) => {
  faults.allow(/WebSocket is already in CLOSING or CLOSED state/);
  const mara = await member("Mara of the full device");
  const { page } = mara;
  const id = await documentOf(mara, { title: "Beaver survey", markdown: "A beaver." });
  const devtools = await mara.context.newCDPSession(page);
  await devtools.send("Storage.overrideQuotaForOrigin", { origin: server.url, quotaSize: 1 });
  const line = await lineOf(page);
  await mara.open(id);
  await mara.saved();
  line.hold();
  await mara.goTo("end");
  await page.keyboard.insertText(" Two beavers.");
  const headers = { origin: server.url };
  await mara.context.request.delete(`${server.url}/api/documents/${id}`, { headers });
  line.release();
  await expect(noticeOf(page, "deleted")).toContainText("not kept on this device");
  await openPalette(page);
  await page.getByRole("option", { name: "Sign out…", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Sign out" });
  for (const copies of [/^Remove them/, /^Keep them/]) {
    await dialog.getByRole("radio", { name: copies }).check();
    await expect(dialog).toContainText(
      "Only on this page, and not kept on this device: words or files in “Beaver survey”.",
    );
    await expect(dialog.getByRole("button", { name: "Sign out, and lose them" })).toBeVisible();
  }
  await dialog.getByRole("button", { name: "Stay signed in" }).click();
  await mara.reads("A beaver. Two beavers.");
});

for (const isTaken of [false, true])
  test(
    isTaken
      ? "threat D23 B211 a sign-out that the server took is ended by the next page, words that were to be lost too, if its own is closed before"
      : "B210 a sign-out of which the server has not heard takes nothing away, though it was to, and words were to be lost",
    async ({ member, documentOf, server }) => {
      const mara = await member("Mara on the train");
      const { page } = mara;
      const id = await documentOf(mara, { title: "Rain survey", markdown: "It rained." });
      await writeUnheard(mara, id);
      // The page hears no answer.
      await page.evaluate((isAsked) => {
        const ask = window.fetch;
        window.fetch = async (asked, init) => {
          if (init?.method !== "DELETE") return ask(asked, init);
          if (isAsked) await ask(asked, init);
          document.documentElement.dataset.waits = "";
          return new Promise<Response>(() => undefined);
        };
      }, isTaken);
      await openPalette(page);
      await page.getByRole("option", { name: "Sign out…", exact: true }).click();
      const isOver = isTaken
        ? page.waitForResponse((answer) => answer.request().method() === "DELETE")
        : page.locator("[data-waits]").waitFor();
      await page.getByRole("button", { name: "Sign out, and lose them" }).click();
      await isOver;
      await page.close();

      const next = await mara.tab();
      await next.page.goto(isTaken ? `${server.url}/d/${id}` : `${server.url}/sign-in`);
      const name = isTaken ? "Sign in" : "You are signed in as Mara";
      await expect(next.page.getByRole("heading", { name })).toBeVisible();
      const marks = () =>
        next.page.evaluate(() => Object.keys(localStorage).filter((key) => /forget/.test(key)));
      await expect.poll(marks).toEqual([]);
      const kept = (await keptText(next)).match(/rained| Twice|Rain survey/g) ?? [];
      expect(kept).toEqual(isTaken ? [] : expect.arrayContaining(["rained", " Twice"]));
    },
  );

test("SV-5 what was written in another tab since the question was asked is asked about before it is lost", async ({
  member,
  documentOf,
}) => {
  const mara = await member("Mara of two tabs");
  const id = await documentOf(mara, { title: "Bird survey", markdown: "A heron." });
  const other = await mara.tab();
  const lines = [await lineOf(mara.page), await lineOf(other.page)];
  for (const tab of [mara, other]) {
    await tab.open(id);
    await tab.saved();
  }
  for (const line of lines) line.hold();
  await openPalette(mara.page);
  await mara.page.getByRole("option", { name: "Sign out…", exact: true }).click();
  const dialog = mara.page.getByRole("dialog", { name: "Sign out" });
  const signOff = dialog.getByRole("button", { name: "Sign out", exact: true });
  await expect(signOff).toBeVisible();
  await other.goTo("end");
  await other.page.keyboard.insertText(" Another.");
  await expect.poll(() => keptText(mara)).toContain(" Another.");
  await signOff.click();
  await expect(dialog).toContainText("Not at the server yet: words or files in “Bird survey”.");
  await expect(dialog.getByRole("button", { name: "Sign out, and lose them" })).toBeVisible();
});

test.describe("with the worker that opens pages without a network", () => {
  test.use({ serviceWorkers: "allow" });

  test("threat D23 a signed-out browser keeps no readable copy once its owner says so, of words or of pictures", async ({
    member,
    traveller,
    enrol,
    documentOf,
    server,
    faults,
  }) => {
    // Whoever comes after asks for the picture, which is refused or cannot be had.
    faults.allow(refusedRequests);
    const mara = await enrol(await traveller(), "Mara Member");
    const ben = await member("Ben Boyd");
    const { page } = mara;
    const id = await documentOf(mara, { title: "A secret plan", markdown: "a heron in the reeds" });
    const stored = await mara.context.request.post(`${server.url}/api/documents/${id}/files?name=heron.png`, {
      data: picture(4, 2),
      headers: { origin: server.url, "content-type": "application/octet-stream" },
    });
    const { url } = (await stored.json()) as { url: string };
    await mara.open(id);
    await mara.saved();
    await page.waitForFunction(() => navigator.serviceWorker.controller?.state === "activated");
    expect(await isShown(mara, url)).toBe(true);
    expect(await isHad(mara, url)).toBe(true);
    await expect.poll(() => keptText(mara)).toContain("heron");
    await expect.poll(() => keptAnswers(mara)).toContainEqual(expect.stringContaining(url));
    await signOut(mara, server.url, "Remove");
    await expect.poll(() => keptText(mara)).not.toMatch(/heron|secret plan/);
    const kept = await keptAnswers(mara);
    expect(kept.filter((each) => /^\S+\/api\/|a heron in the reeds|A secret plan/.test(each))).toEqual([]);
    expect(await isHad(mara, url)).toBe(false);

    await signIn(mara, ben.account.email);
    expect(await isHad(mara, url)).toBe(false);
    mara.network.cut();
    expect(await isHad(mara, url)).toBe(false);
    await page.goto(`${server.url}/d/${id}`);
    await expect(page.getByText("This document is not on this device")).toBeVisible();
    await page.goto(server.url);
    await expect(page.getByRole("heading", { level: 1, name: /^Good/ })).toBeVisible();
    await expect(page.getByText(/heron|secret plan/i)).toHaveCount(0);
  });
});

/** Whether a page shows a picture. */
function isShown({ page }: Pick<Member, "page">, url: string): Promise<boolean> {
  return page.evaluate(async (src) => {
    const image = Object.assign(new Image(), { src });
    return image.decode().then(
      () => true,
      () => false,
    );
  }, url);
}

/** Whether somebody can have a file, out of what the browser keeps where it keeps anything. */
function isHad({ page }: Pick<Member, "page">, url: string): Promise<boolean> {
  return page.evaluate(
    (address) =>
      fetch(address, { cache: "force-cache" }).then(
        ({ ok }) => ok,
        () => false,
      ),
    url,
  );
}

/** What the browser's caches answer with, each with its address. */
function keptAnswers({ page }: Pick<Member, "page">): Promise<readonly string[]> {
  return page.evaluate(async () => {
    const kept: string[] = [];
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys())
        kept.push(`${request.url}\n${await (await cache.match(request))?.text()}`);
    }
    return kept;
  });
}
