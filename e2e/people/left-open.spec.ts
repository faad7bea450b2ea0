import { expect, type Member, test } from "../support/accounts.ts";
import { give, makeLink, refusedRequests } from "../support/sharing.ts";

test.beforeEach(({ faults }) => faults.allow(refusedRequests));

/** Has a browser be somebody else's from now on, as one of its other pages may do it. */
async function become({ context }: Pick<Member, "context">, other: Pick<Member, "context">): Promise<void> {
  await context.clearCookies();
  await context.addCookies(await other.context.cookies());
}

test("B117 a page that was left open sends nothing as who signed in after, and its words wait for who wrote them", async ({
  member,
  traveller,
  enrol,
  documentOf,
  server,
  faults,
}) => {
  // Ann's other browser has open what she deletes once she is herself again, and asks what became of it.
  faults.allow(/status of 410 \(Gone\)/);
  const ann = await enrol(await traveller(), "Ann Abel");
  const [annElsewhere, ben] = [await member("Ann"), await member("Ben Boyd")];
  await become(annElsewhere, ann);
  const id = await documentOf(ann, { title: "A plan", markdown: "start" });
  const old = await documentOf(ann, { title: "An old plan" });
  for (const each of [id, old]) await give(ann, server.url, each, ben, "own");
  const list = await ann.tab();
  await list.page.goto(server.url);
  const actions = list.page.getByRole("button", { name: "Actions for An old plan" });
  const remove = list.page.getByRole("menuitem", { name: "Delete" });
  // What a menu is drawn by comes with the first one.
  await actions.click();
  await expect(remove).toBeVisible();
  await list.page.keyboard.press("Escape");
  await ann.open(id);
  await ann.saved();
  await ann.goTo("end");
  ann.network.cut();
  await ann.page.keyboard.type(" by Ann");
  await expect(ann.status).toHaveText("Offline, kept on this device");
  await actions.click();
  await remove.click();
  await expect(actions).toHaveCount(0);
  await become(ann, ben);
  ann.network.mend();

  for (const { page } of [ann, list])
    await expect(page.getByRole("heading", { name: "You are signed in as Ben Boyd" })).toBeVisible();
  await ann.page.getByRole("link", { name: "Go on" }).click();
  await ann.saved();
  await ann.reads("start");
  await annElsewhere.open(old);

  await become(ann, annElsewhere);
  await ann.page.goto(server.url);
  await expect(ann.page.getByRole("link", { name: "A plan" }).first()).toBeVisible();
  await expect(ann.page.getByText("An old plan")).toHaveCount(0);
  await ann.open(id);
  await ann.reads("start by Ann");
  await ann.saved();
});

test("B117 a page does nothing as the guest who came after, and a guest's nothing as who signed in after", async ({
  member,
  person,
  traveller,
  enrol,
  documentOf,
  server,
}) => {
  const ann = await enrol(await traveller(), "Ann Adler");
  const ben = await member("Ben Brook");
  const id = await documentOf(ann, { title: "A plan", markdown: "start" });
  await give(ann, server.url, id, ben, "edit");
  const { address } = await makeLink(ann, server.url, id, { role: "edit" });
  const gus = await person();
  await gus.page.goto(address);
  await gus.page.getByLabel("Your name").fill("Gus Gale");
  await gus.page.keyboard.press("Enter");
  await gus.reads("start");

  /** Writes without a network, and is back when the browser is another's. */
  const writeAway = async (words: string, next: Pick<Member, "context">, heading: string) => {
    await ann.open(id);
    await ann.saved();
    await ann.goTo("end");
    ann.network.cut();
    await ann.page.keyboard.type(words);
    await expect(ann.status).toHaveText("Offline, kept on this device");
    await become(ann, next);
    ann.network.mend();
    await expect(ann.page.getByRole("heading", { name: heading })).toBeVisible();
  };
  await writeAway(" by Ann", gus, "Sign in");
  await ann.open(id);
  await ann.reads("start");
  await writeAway(" by Gus", ben, "You are signed in as Ben Brook");
  await ann.open(id);
  await ann.reads("start");
  await become(ann, gus);
  await ann.open(id);
  await ann.reads("start by Gus");
  await ann.saved();
});
