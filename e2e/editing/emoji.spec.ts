import { expect, test } from "./writing.ts";

test("emoji come by a colon and some letters, from our own server, and a name between colons becomes one", async ({
  write,
}) => {
  const { page, press, blocks } = await write();
  const elsewhere: string[] = [];
  const { origin } = new URL(page.url());
  page.on("request", (request) => {
    if (!request.url().startsWith(origin)) elsewhere.push(request.url());
  });
  await page.keyboard.type("well done :tada");
  const list = page.getByRole("listbox", { name: "Insert an emoji" });
  await expect(list.getByRole("option", { selected: true })).toHaveText("🎉tada");
  await press("Enter");
  await page.keyboard.type(" :smile:");
  expect(await blocks()).toEqual(["well done 🎉 😄"]);
  await press("Backspace");
  await page.keyboard.type(" at 10:30");
  expect(await blocks()).toEqual(["well done 🎉 :smile: at 10:30"]);
  expect(elsewhere).toEqual([]);
});
