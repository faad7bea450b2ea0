import type { Page } from "@playwright/test";
import { expect, type Member, test } from "../support/accounts.ts";
import { press } from "../support/keys.ts";
import { give, makeLink, refusedRequests } from "../support/sharing.ts";

const isProof = process.env.QUIRE_PROVE === "1";

/** How the pages are looked at: all four in `prove`, else the one in which most goes wrong. */
const looks = (["light", "dark"] as const)
  .flatMap((colorScheme) => [1440, 390].map((width) => ({ colorScheme, width })))
  .filter(({ colorScheme, width }) => isProof || (colorScheme === "dark" && width === 390));

test.beforeEach(({ faults }) => faults.allow(refusedRequests));

/** Waits until nothing moves, looks whether all of it is within the window's width, and leaves a picture of it. */
async function picture(page: Page, path: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map(({ finished }) => finished.catch(() => null))),
  );
  await expect
    .poll(() => page.evaluate(() => document.documentElement.scrollWidth - innerWidth), { message: path })
    .toBeLessThanOrEqual(0);
  if (isProof) await page.screenshot({ path, fullPage: true });
}

/** What makes the pages look lived in. */
async function moveIn(member: (name: string) => Promise<Member>, olga: Member, url: string): Promise<void> {
  await member("Lynx of a Very Long and Double-Barrelled Name");
  const { request } = olga.context;
  const post = async (path: string, data: object) =>
    expect((await request.post(`${url}${path}`, { data, headers: { origin: url } })).ok()).toBe(true);
  await post("/api/invitations", { standing: "member", email: "somebody.who.is.invited@example.org" });
  await post("/api/groups", { name: "Field work, autumn", members: [olga.account.person.id] });
  await post("/api/account/tokens", { name: "Nightly backup", scope: "read" });
}

test("the share dialog, sign-in and the pages about people have room in every look; `prove` leaves pictures of them", async ({
  member,
  person,
  documentOf,
  server,
}, testInfo) => {
  const olga = await member("Heron Faces", "owner");
  const ben = await member("Otter Faces");
  await moveIn(member, olga, server.url);
  const id = await documentOf(olga, { title: "River survey, autumn", markdown: "The lower reach." });
  await give(olga, server.url, id, ben, "edit");
  const invited = { email: "somebody.who.is.invited.to.this.document@example.org", role: "edit" };
  const invitations = `${server.url}/api/documents/${id}/access/invitations`;
  await olga.context.request.post(invitations, { data: invited, headers: { origin: server.url } });
  await makeLink(olga, server.url, id, { role: "view", expiresAt: Date.now() + 7 * 86_400_000 });
  const stranger = await person();
  const pages = [
    [stranger.page, "/sign-in", "E-mail address"],
    [olga.page, "/account", "Nightly backup"],
    [olga.page, "/people", "Field work, autumn"],
    [olga.page, "/audit", "Made a link"],
  ] as const;
  for (const { colorScheme, width } of looks) {
    for (const { page } of [olga, stranger]) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.setViewportSize({ width, height: 900 });
    }
    const file = (name: string) => testInfo.outputPath(`${name}-${colorScheme}-${width}.png`);
    for (const [page, path, text] of pages) {
      await page.goto(server.url + path);
      await expect(page.getByText(text).filter({ visible: true }).first()).toBeVisible();
      await picture(page, file(path.slice(1)));
    }
    await olga.open(id);
    await olga.editor.focus();
    // A narrow page has its button in the menu.
    await press(olga.page, "Control+Shift+S");
    await expect(olga.page.getByRole("list", { name: "Who has access" })).toBeVisible();
    await picture(olga.page, file("share"));
  }
});
