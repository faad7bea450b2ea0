import { expect, test } from "../support/accounts.ts";
import { findingsInBoth } from "../support/findings.ts";
import { canType } from "../support/person.ts";
import { makeLink, openSharing, refusedRequests } from "../support/sharing.ts";

const liveMs = 2_000;

test.beforeEach(({ faults }) => faults.allow(refusedRequests));

test("SH-2 a guest by an edit link needs a name alone, is called a guest, and sees nothing else", async ({
  member,
  person,
  documentOf,
  server,
}) => {
  const ann = await member("Ann Abel");
  const id = await documentOf(ann, { title: "A plan", markdown: "first words" });
  const other = await documentOf(ann, { title: "Another", markdown: "not for guests" });
  const { address } = await makeLink(ann, server.url, id, { role: "edit" });
  await ann.open(id);

  const gus = await person();
  await gus.page.goto(address);
  await expect(gus.page.getByRole("heading", { name: "You are invited" })).toBeVisible();
  expect(await findingsInBoth(gus.page)).toEqual([]);
  await expect(gus.page.getByLabel("Your name")).toBeFocused();
  await expect(gus.page.getByLabel("Password of the link")).toHaveCount(0);
  await gus.page.keyboard.press("Enter");
  await expect(gus.page.getByRole("alert")).toContainText("A name has at least one letter or number.");
  await gus.page.keyboard.type("Gus Gale");
  await gus.page.keyboard.press("Enter");
  await expect(gus.page).toHaveURL(`${server.url}/d/${id}`);
  await canType(gus.page);
  await gus.goTo("end");
  await gus.page.keyboard.type(" by a guest");
  await ann.reads("first words by a guest");
  await expect(ann.page.getByRole("button", { name: /^Gus Gale, guest, / })).toBeVisible();
  await ann.page.getByRole("button", { name: /change name/ }).click();
  await expect(ann.page.getByRole("dialog").getByText(/^Guest · /)).toBeVisible();

  // The token is nowhere that somebody could find it.
  await gus.page.goBack();
  expect(gus.page.url()).not.toContain("/s/");

  await gus.page.goto(server.url);
  await expect(gus.page.getByRole("link", { name: /A plan/ }).first()).toBeVisible();
  await expect(gus.page.getByText("Another")).toHaveCount(0);
  await expect(gus.page.getByRole("button", { name: "New document" })).toHaveCount(0);
  await expect(gus.page.getByRole("button", { name: "Import…" })).toHaveCount(0);
  for (const path of [`/api/documents/${other}`, "/api/people", "/api/groups", "/api/account"])
    expect((await gus.context.request.get(server.url + path)).status(), path).toBeGreaterThanOrEqual(401);
  await gus.page.goto(`${server.url}/d/${other}`);
  await expect(gus.page.getByRole("alert")).toContainText("You may not open this document");
  await expect(gus.page.getByRole("button", { name: "Ask for access" })).toHaveCount(0);

  await gus.page.goto(`${server.url}/d/${id}`);
  await gus.page.getByRole("button", { name: /change name/ }).click();
  await gus.page.getByLabel("Your name").fill("Gustav Gale");
  await gus.page.keyboard.press("Enter");
  await expect(ann.page.getByRole("button", { name: /^Gustav Gale, guest, / })).toBeVisible();
});

test("SH-1 a link asks for its password, lets people do what it says, and switched off it ejects its guests", async ({
  member,
  person,
  documentOf,
}) => {
  const ann = await member("Ann Abel");
  const id = await documentOf(ann, { title: "A plan", markdown: "first words" });
  await ann.open(id);
  const dialog = await openSharing(ann);
  await dialog.getByRole("button", { name: "New link" }).click();
  await dialog.getByLabel("Password, if it should ask for one").fill("a word");
  await dialog.getByLabel("Ends on, if it should end").fill("2020-01-01");
  await dialog.getByRole("button", { name: "Create" }).click();
  await expect(dialog.getByText("Choose a day that is still to come.")).toBeVisible();
  await dialog.getByLabel("Ends on, if it should end").fill("2099-12-31");
  await dialog.getByRole("button", { name: "Create" }).click();
  await expect(dialog.getByText(/Ends on .*2099 · No sign-in needed · Asks for a password/)).toBeVisible();

  await ann.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  // It says so for two seconds: who waits for it begins before.
  await Promise.all([
    expect(dialog.getByText("Copied").first()).toBeVisible(),
    dialog.getByRole("button", { name: "Copy the address: Anyone with the link" }).click(),
  ]);
  const address = await ann.page.evaluate(() => navigator.clipboard.readText());
  expect(address).toMatch(/\/s\/[\w-]{43}$/);

  const gus = await person();
  await gus.page.goto(address);
  await gus.page.getByLabel("Your name").fill("Gus Gale");
  await gus.page.getByLabel("Password of the link").fill("another word");
  await gus.page.keyboard.press("Enter");
  await expect(gus.page.getByRole("alert")).toContainText("This is not the password of this link.");
  await expect(gus.page.getByLabel("Password of the link")).toBeFocused();
  await gus.page.getByLabel("Password of the link").fill("a word");
  await gus.page.keyboard.press("Enter");
  await gus.reads("first words");
  await expect(gus.page.getByText("View only")).toBeVisible();

  await dialog.getByRole("button", { name: "What the link lets people do: Can view" }).click();
  await ann.page.getByRole("menuitemradio", { name: "Can edit" }).click();
  await expect(gus.editor).toHaveAttribute("contenteditable", "true", { timeout: liveMs });

  await dialog.getByRole("button", { name: "Switch off: Anyone with the link" }).click();
  await ann.page.getByRole("alertdialog").getByRole("button", { name: "Switch off" }).click();
  await expect(gus.editor).toHaveCount(0, { timeout: liveMs });
  // Who is nobody is led to sign in.
  await expect(gus.page).toHaveURL(/\/sign-in/);
  await expect(
    gus.page.getByText(/^The link that you came by was switched off, or has ended\./),
  ).toBeVisible();
  await gus.page.goto(address);
  await expect(gus.page.getByRole("heading", { name: "This link leads nowhere" })).toBeVisible();
  expect(await findingsInBoth(gus.page)).toEqual([]);
});

test("SH-1 a link that has ended, and one that never was, say the same", async ({
  member,
  person,
  documentOf,
  server,
}) => {
  const ann = await member("Ann Abel");
  const id = await documentOf(ann);
  const { address, end } = await makeLink(ann, server.url, id, { role: "view" });
  await end();
  const gus = await person();
  const said: string[] = [];
  for (const wanted of [address, `${server.url}/s/${"a".repeat(43)}`, `${server.url}/s/short`]) {
    await gus.page.goto(wanted);
    await expect(gus.page.getByRole("heading", { name: "This link leads nowhere" })).toBeVisible();
    said.push((await gus.page.getByRole("main").textContent()) ?? "");
  }
  expect(new Set(said).size).toBe(1);
});

test("SH-1 who is signed in comes by a link at once, as themselves", async ({
  member,
  documentOf,
  server,
}) => {
  const ann = await member("Ann Abel");
  const ben = await member("Ben Boyd");
  const id = await documentOf(ann, { markdown: "first words" });
  const { address } = await makeLink(ann, server.url, id, { role: "edit" });
  await ann.open(id);
  await ben.page.goto(address);
  await ben.reads("first words");
  await expect(ben.page).toHaveURL(`${server.url}/d/${id}`);
  await expect(ann.page.getByRole("button", { name: /^Ben Boyd, (?!guest)/ })).toBeVisible();
});

test("B132 SH-1 who has an account and comes by a link signs in first, and is there as themselves", async ({
  member,
  person,
  documentOf,
  server,
}) => {
  const [ann, kay] = [await member("Ann Abel"), await member("Kay Kent")];
  const id = await documentOf(ann, { markdown: "first words" });
  const { address } = await makeLink(ann, server.url, id, { role: "edit" });
  await ann.open(id);
  const anew = await person();
  await anew.page.goto(server.url);
  await anew.page.goto(address);
  await anew.page.getByRole("button", { name: "I have an account" }).click();
  await anew.page.getByLabel("E-mail address").fill(kay.account.email);
  await anew.page.getByLabel("Password", { exact: true }).fill(kay.password);
  await anew.page.keyboard.press("Enter");
  await anew.reads("first words");
  await expect(anew.page).toHaveURL(`${server.url}/d/${id}`);
  await expect(ann.page.getByRole("button", { name: /^Kay Kent, (?!guest)/ })).toBeVisible();
  await anew.page.goBack();
  expect(decodeURIComponent(anew.page.url())).not.toContain("/s/");
});
