import { expect, test } from "./fixtures.ts";

test("the address of a document that does not exist says so and leads back", async ({
  person,
  server,
  faults,
}) => {
  const ada = await person("Ada");
  // The browser prints the API's 404.
  faults.allow(/status of 404 .*\/api\/documents\/nosuchdocument0000/);
  await ada.page.goto(`${server.url}/d/nosuchdocument0000`);
  const notice = ada.page.getByRole("alert");
  await expect(notice.getByRole("heading")).toHaveText("There is no such document");
  await expect(notice).toContainText("The link may be incomplete.");
  await expect(ada.editor).toHaveCount(0);
  await notice.getByRole("button", { name: "Back to the documents" }).click();
  await expect(ada.page).toHaveURL(`${server.url}/`);
  await expect(ada.page.getByRole("button", { name: "New document" }).first()).toBeVisible();
  // Looking at an address makes no document of it.
  const found = await ada.context.request.get(`${server.url}/api/documents/nosuchdocument0000`);
  expect(found.status()).toBe(404);
});

for (const address of [
  "/d/short",
  "/d/emoji-%F0%9F%A6%A6-0123456789",
  `/d/${"a".repeat(65)}`,
  "/d/..%2f..%2fetc%2fpasswd",
]) {
  test(`the address ${address.slice(0, 24)}, which no document can have, says that there is none`, async ({
    person,
    server,
    faults,
  }) => {
    const ada = await person("Ada");
    faults.allow(/status of 40[04] .*\/api\/documents\//);
    await ada.page.goto(server.url + address);
    await expect(
      ada.page.getByRole("heading", { name: /^There is (no such document|nothing here)$/ }),
    ).toBeVisible();
    await expect(ada.editor).toHaveCount(0);
  });
}

test("an address that is no page's is answered with 404 and a way back", async ({
  person,
  server,
  faults,
}) => {
  const ada = await person("Ada");
  faults.allow(/status of 404 .*\/(nothing\/here|favicon\.ico)/);
  const answer = await ada.page.goto(`${server.url}/nothing/here`);
  expect(answer?.status()).toBe(404);
  await ada.page.getByRole("link").click();
  await expect(ada.page).toHaveURL(`${server.url}/`);
});

test("a browser without JavaScript is told what is missing", async ({ browser, server }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(server.url);
  const sentence = page.locator("noscript");
  await expect(sentence).toBeVisible();
  expect(await sentence.textContent()).toBe("Quire needs JavaScript to show and edit documents.");
  await context.close();
});
