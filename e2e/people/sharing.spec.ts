import { expect, test } from "../support/accounts.ts";
import { findingsInBoth } from "../support/findings.ts";
import { noticeOf } from "../support/notice.ts";
import { choose, give, openSharing, refusedRequests, rowOf, writeInVain } from "../support/sharing.ts";

/** What a change of rights may take to reach an open page. */
const liveMs = 2_000;

test.beforeEach(({ faults }) => faults.allow(refusedRequests));

test("SH-3 who is typing while they may only view from then on reads on, and is shown what was not sent if there is any", async ({
  member,
  documentOf,
  server,
}) => {
  const ann = await member("Ann Abel");
  const ben = await member("Ben Boyd");
  const id = await documentOf(ann, { markdown: "start" });
  await give(ann, server.url, id, ben, "edit");
  await ann.open(id);
  await ben.open(id);
  await ben.goTo("end");

  let isTyping = true;
  const typing = (async () => {
    while (isTyping) await ben.page.keyboard.type("x");
  })();
  await give(ann, server.url, id, ben, "view");
  const readOnly = ben.editor.and(ben.page.locator("[contenteditable=false]"));
  await expect(readOnly).toBeVisible({ timeout: liveMs });
  isTyping = false;
  await typing;

  const notice = noticeOf(ben.page, "You may read this document, and not change it");
  const badge = ben.page.getByText("View only");
  await expect(notice.or(badge).first()).toBeVisible();
  if (await notice.isVisible()) {
    await expect(notice).toContainText("They are kept on this device");
    await notice.getByRole("link", { name: "Show them" }).click();
    await expect(ben.page.getByRole("heading", { level: 1, name: "Unsaved words" })).toBeVisible();
    await expect(ben.page.getByText(/x+/).first()).toBeVisible();
  }
});

test("B98 SH-3 SV-5 who may only view from then on, with words that were not sent, goes on without them and loses none", async ({
  member,
  traveller,
  enrol,
  documentOf,
  server,
}) => {
  const ann = await member("Ann Abel");
  const ben = await enrol(await traveller(), "Ben Boyd");
  const id = await documentOf(ann, { title: "A plan", markdown: "start" });
  const notice = await writeInVain(ann, server.url, id, ben);
  await expect(notice).toContainText("They are kept on this device");
  await notice.getByRole("button", { name: "Go on without them" }).click();
  await expect(ben.page.getByText("View only")).toBeVisible();
  await ben.reads("start");
  await expect(ben.page.getByRole("alert")).toHaveCount(0);
  await expect(ben.status).toHaveText("Saved");
  await ben.page.goto(server.url);
  await ben.page.getByRole("link", { name: "Unsaved words on this device (1)" }).click();
  await expect(ben.page.getByText(/unheard words/).first()).toBeVisible();
});

test("B98 SH-3 whose access is taken while they are cut off has their words in the drawer, and no text", async ({
  member,
  traveller,
  enrol,
  documentOf,
  server,
}) => {
  const ann = await member("Ann Abel");
  const ben = await enrol(await traveller(), "Ben Boyd");
  const id = await documentOf(ann, { title: "A plan", markdown: "start" });
  await give(ann, server.url, id, ben, "edit");
  await ben.open(id);
  await ben.saved();
  await ben.goTo("end");
  ben.network.cut();
  await ben.page.keyboard.type(" unheard words");
  await give(ann, server.url, id, ben, "none");
  ben.network.mend();
  await expect(
    ben.page.getByRole("heading", { name: "You may not open this document any more" }),
  ).toBeVisible();
  await expect(ben.editor).toHaveCount(0);
  await ben.page.getByRole("link", { name: "Show them" }).click();
  await expect(ben.page.getByText(/unheard words/).first()).toBeVisible();
});

test("SH-5 children take after their parent, and the dialog says where a right comes from and what stands against it", async ({
  member,
  documentOf,
  server,
}) => {
  const ann = await member("Ann Abel");
  const ben = await member("Ben Boyd");
  const parent = await documentOf(ann, { title: "Field guide" });
  const child = await documentOf(ann, { title: "A chapter", parentId: parent });
  await give(ann, server.url, parent, ben, "edit");
  await ann.open(child);
  const dialog = await openSharing(ann);
  const row = rowOf(dialog, "Ben Boyd");
  await expect(row).toContainText("From “Field guide”");
  await expect(row).toContainText("Can edit");

  await choose(dialog, "Ben Boyd", "Can view");
  await expect(row).toContainText("An exception here: can edit in “Field guide”");
  await choose(dialog, "Ben Boyd", "Take back the exception");
  await expect(row).toContainText("From “Field guide”");
  await choose(dialog, "Ben Boyd", "No access here");
  await expect(row).toContainText("No access");
  await expect(row).toContainText("An exception here");
  await choose(dialog, "Ben Boyd", "Take back the exception");
  await expect(row).toContainText("From “Field guide”");

  await dialog.getByRole("checkbox", { name: "Takes after “Field guide”" }).uncheck();
  await expect(row).toHaveCount(0);
  await dialog.getByRole("checkbox", { name: "Takes after “Field guide”" }).check();
  await expect(row).toContainText("From “Field guide”");
});

test("B133 who may not open a document asks for it, is let in, and learns nothing of one that is not there", async ({
  member,
  documentOf,
  server,
}) => {
  const ann = await member("Ann Abel");
  const ben = await member("Ben Boyd");
  const id = await documentOf(ann, { title: "A plan", markdown: "secret words" });
  const asked: string[] = [];
  for (const wanted of ["bm8gc3VjaCBkb2N1", id]) {
    await ben.page.goto(`${server.url}/d/${wanted}`);
    const notice = ben.page.getByRole("alert");
    await expect(notice).toContainText("You may not open this document, or it is not there");
    await expect(notice).toContainText("You are signed in as Ben Boyd.");
    await ben.page.getByRole("button", { name: "Ask for access" }).click();
    await expect(ben.page.getByText("You have asked.")).toBeVisible();
    asked.push((await notice.textContent()) ?? "");
  }
  expect(asked[0]).toBe(asked[1]);

  await ann.open(id);
  const dialog = await openSharing(ann);
  await expect(rowOf(dialog, "Ben Boyd")).toContainText("asks to edit");
  await dialog.getByRole("button", { name: "Let Ben Boyd in" }).click();
  await expect(rowOf(dialog, "Ben Boyd")).toContainText("Can edit");
  await expect(dialog.getByText("Asking for access")).toHaveCount(0);
  // It opens by itself.
  await ben.reads("secret words");
});

test("B111 the dialog shows what another owner does while it is open, and who asks to be let in", async ({
  member,
  documentOf,
  server,
}) => {
  const ann = await member("Ann Abel");
  const cal = await member("Cal Cole");
  const ben = await member("Ben Boyd");
  const id = await documentOf(ann, { title: "A plan" });
  await give(ann, server.url, id, cal, "own");
  await ann.open(id);
  const hers = await openSharing(ann);
  await cal.open(id);
  const his = await openSharing(cal);

  await ben.page.goto(`${server.url}/d/${id}`);
  await ben.page.getByRole("button", { name: "Ask for access" }).click();
  for (const dialog of [hers, his]) await expect(rowOf(dialog, "Ben Boyd")).toContainText("asks to edit");
  await his.getByRole("button", { name: "Let Ben Boyd in" }).click();
  await expect(rowOf(hers, "Ben Boyd")).toContainText("Can edit");
  await expect(hers.getByText("Asking for access")).toHaveCount(0);
  await choose(hers, "Ben Boyd", "Can view");
  await expect(rowOf(his, "Ben Boyd")).toContainText("Can view");

  await his.getByRole("button", { name: "New link" }).click();
  await his.getByRole("button", { name: "Create" }).click();
  await expect(rowOf(hers, "Anyone with the link")).toBeVisible();
  await hers.getByRole("button", { name: /^Switch off/ }).click();
  await ann.page.getByRole("alertdialog").getByRole("button", { name: "Switch off" }).click();
  await expect(rowOf(his, "Anyone with the link")).toHaveCount(0);

  await choose(hers, "Cal Cole", "Can view");
  await expect(his.getByText("Only its owners change who has access.")).toBeVisible();
});

test("who does not own a document sees who has access, and nothing to change", async ({
  member,
  documentOf,
  server,
}) => {
  const ann = await member("Ann Abel");
  const ben = await member("Ben Boyd");
  const id = await documentOf(ann);
  await give(ann, server.url, id, ben, "edit");
  await ben.open(id);
  const dialog = await openSharing(ben);
  await expect(rowOf(dialog, "Ann Abel")).toContainText("Owner");
  await expect(dialog.getByText("Only its owners change who has access.")).toBeVisible();
  await expect(dialog.getByRole("combobox")).toHaveCount(0);
  await expect(dialog.getByRole("button", { name: /may do/ })).toHaveCount(0);
});

test("B172 a document is handed over by keys alone, and a new person is left to an owner of the server where no mail can be sent", async ({
  member,
  documentOf,
  server,
}) => {
  const ann = await member("Ann Abel");
  const ben = await member("Ben Boyd");
  const id = await documentOf(ann, { title: "A plan" });
  await give(ann, server.url, id, ben, "edit");
  await ann.open(id);
  const { keyboard } = ann.page;
  await ann.editor.focus();
  await keyboard.press("Control+Shift+S");
  const dialog = ann.page.getByRole("dialog", { name: "Share “A plan”" });
  await expect(dialog.getByRole("combobox")).toBeFocused();
  await keyboard.type("new.person@example.org");
  await keyboard.press("Enter");
  await expect(
    dialog.getByText("An owner of this server has to invite that address, or confirm it, under People."),
  ).toBeVisible();
  await expect(dialog.getByRole("textbox", { name: "The invitation's address" })).toHaveCount(0);
  await expect(dialog.getByRole("combobox")).toHaveValue("");
  // An address that was mistyped is seen, and taken back.
  const invited = rowOf(dialog, "new.person@example.org");
  await expect(invited).toContainText("Invited, not accepted yet");
  await choose(dialog, "new.person@example.org", "Can view");
  await expect(invited).toContainText("Can view");
  await choose(dialog, "new.person@example.org", "Take back the invitation");
  await expect(invited).toHaveCount(0);

  await dialog.getByRole("button", { name: "What Ben Boyd may do" }).focus();
  await keyboard.press("Enter");
  // Whoever opens one by a key is on its first item, a moment later.
  await expect(ann.page.getByRole("menu").locator("[role^=menuitem]").first()).toBeFocused();
  await keyboard.press("End");
  await expect(ann.page.getByRole("menuitem", { name: "Hand over to them…" })).toBeFocused();
  await keyboard.press("Enter");
  const sure = ann.page.getByRole("alertdialog");
  await expect(sure).toContainText("Hand this document over to Ben Boyd?");
  // It takes the focus a moment after it is drawn, and would take it from the button.
  await expect(sure.locator(":focus")).toBeAttached();
  await sure.getByRole("button", { name: "Hand over" }).focus();
  await keyboard.press("Enter");
  await expect(rowOf(dialog, "Ben Boyd")).toContainText("Owner");
  await expect(rowOf(dialog, "Ann Abel (you)")).toContainText("Can edit");
  await expect(dialog.getByText("Only its owners change who has access.")).toBeVisible();
});

test("AX-1 axe finds nothing serious or critical in the share dialog, with its lists and forms open", async ({
  member,
  documentOf,
  server,
}) => {
  const ann = await member("Ann Abel");
  const ben = await member("Ben Boyd");
  const id = await documentOf(ann, { title: "A plan" });
  await give(ann, server.url, id, ben, "edit");
  await ann.open(id);
  const dialog = await openSharing(ann);
  expect(await findingsInBoth(ann.page)).toEqual([]);
  await dialog.getByRole("combobox").fill("be");
  await expect(dialog.getByRole("option").first()).toBeVisible();
  expect(await findingsInBoth(ann.page)).toEqual([]);
  await dialog.getByRole("combobox").fill("");
  await dialog.getByRole("button", { name: "New link" }).click();
  expect(await findingsInBoth(ann.page)).toEqual([]);
  await dialog.getByRole("button", { name: "Create" }).click();
  await expect(dialog.getByText("Anyone with the link")).toBeVisible();
  await dialog.getByRole("button", { name: "What Ben Boyd may do" }).click();
  await expect(ann.page.getByRole("menu")).toBeVisible();
  expect(await findingsInBoth(ann.page)).toEqual([]);
});
