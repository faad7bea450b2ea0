import { readFile } from "node:fs/promises";
import { expect, test } from "../fixtures.ts";
import { dropFile } from "../support/drop-file.ts";
import { fetched } from "../support/fetched.ts";

test("a file that is dropped into the text comes to both, and is kept under its name", async ({
  person,
  newDocument,
  content,
}) => {
  const { id } = await newDocument({ markdown: "above" });
  const [ada, ben] = await Promise.all([person("Ada"), person("Ben")]);
  await Promise.all([ada.open(id), ben.open(id)]);
  await ada.editor.click();
  await dropFile(
    ada.page,
    { name: "plan.txt", mimeType: "text/plain", buffer: Buffer.from("a plan") },
    ".ProseMirror",
  );
  const link = ben.editor.getByRole("link", { name: "plan.txt" });
  await expect(link).toBeVisible();
  const downloading = ben.page.waitForEvent("download");
  await link.click();
  expect((await downloading).suggestedFilename()).toBe("plan.txt");
  await ada.saved();
  expect(await content(id, "markdown")).toMatch(
    /::file\{name="plan.txt" src="[^"]+" size="6" type="[^"]+"\}/,
  );
});

test("J5 a file that is dropped without a connection is there at once, and at the server when there is one again", async ({
  traveller,
  newDocument,
}) => {
  const { id } = await newDocument({ markdown: "above" });
  const ada = await traveller("Ada");
  await ada.open(id);
  await ada.editor.click();
  // Where the palette is there, so is all that a page needs without a connection.
  await ada.page.keyboard.press("Control+k");
  await expect(ada.page.getByRole("dialog", { name: "Commands and documents" })).toBeVisible();
  await ada.page.keyboard.press("Escape");
  await expect(ada.page.getByRole("dialog")).toHaveCount(0);
  await fetched(ada.page, "upload-ways", "late-things");
  ada.network.cut();
  await dropFile(
    ada.page,
    { name: "plan.txt", mimeType: "text/plain", buffer: Buffer.from("a plan") },
    ".ProseMirror",
  );
  const link = ada.editor.getByRole("link", { name: "plan.txt" });
  await expect(link).toBeVisible();
  const downloaded = async () => {
    const coming = ada.page.waitForEvent("download");
    await link.click();
    return readFile(await (await coming).path(), "utf8");
  };
  expect(await downloaded()).toBe("a plan");
  ada.network.mend();
  await ada.page.evaluate(() => dispatchEvent(new Event("online")));
  await expect(ada.status).toHaveText("Saved");
  await ada.page.reload();
  expect(await downloaded()).toBe("a plan");
});
