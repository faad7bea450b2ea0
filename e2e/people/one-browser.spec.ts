import { expect, type Member, password, test } from "../support/accounts.ts";

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

/** All that the browser's databases hold, as one text. */
function keptText({ page }: Pick<Member, "page">): Promise<string> {
  return page.evaluate(async () => {
    const answered = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const texts: string[] = [];
    for (const { name = "" } of await indexedDB.databases()) {
      const database = await answered(indexedDB.open(name));
      for (const store of database.objectStoreNames) {
        const values = await answered(database.transaction(store).objectStore(store).getAll());
        for (const value of values)
          texts.push(
            JSON.stringify(value, (_, part: unknown) =>
              part instanceof Uint8Array ? new TextDecoder().decode(part) : part,
            ),
          );
      }
      database.close();
    }
    return texts.join("\n");
  });
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

test("threat D23 a signed-out browser keeps no readable copy once its owner says so", async ({
  member,
  documentOf,
  server,
}) => {
  const mara = await member("Mara Member");
  const id = await documentOf(mara, { title: "A secret plan", markdown: "a heron in the reeds" });
  await mara.open(id);
  await mara.saved();
  await expect.poll(() => keptText(mara)).toContain("heron");
  await signOut(mara, server.url, "Remove");
  await expect.poll(() => keptText(mara)).not.toMatch(/heron|secret plan/);
});
