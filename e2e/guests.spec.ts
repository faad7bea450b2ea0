import { expect, type Tab, test } from "./fixtures.ts";

async function giveName({ page }: Tab, name: string): Promise<void> {
  await page.getByRole("button", { name: / \(you\), change name$/ }).click();
  const field = page.getByRole("textbox", { name: "Your name" });
  await field.fill(name);
  await field.press("Enter");
  await expect(field).toBeHidden();
}

async function look({ page }: Tab): Promise<{ readonly name: string; readonly look: string | null }> {
  const own = page.getByRole("button", { name: / \(you\), change name$/ });
  const [name = ""] = ((await own.getAttribute("title")) ?? "").split(" (you)", 1);
  expect(name).not.toBe("");
  return { name, look: await own.locator(".avatar").getAttribute("class") };
}

test("a guest gets an animal's name and a hue, and keeps both over a reload and in another tab", async ({
  person,
  newDocument,
}) => {
  const { id } = await newDocument();
  const guest = await person();
  await guest.open(id);
  await expect(guest.page.getByRole("button", { name: /^[A-Z][a-z]+ \(you\), change name$/ })).toBeVisible();
  const first = await look(guest);
  expect(first.look).toMatch(/\bhue-[1-8]\b/);
  await guest.page.reload();
  await expect.poll(() => look(guest)).toEqual(first);
  const second = await guest.tab();
  await second.open(id);
  await expect.poll(() => look(second)).toEqual(first);
});

test("a guest takes a name of their own: others see it at once, and it and the hue stay", async ({
  person,
  newDocument,
}) => {
  const { id } = await newDocument({ markdown: "text" });
  const [guest, ben] = await Promise.all([person(), person("Ben")]);
  await Promise.all([guest.open(id), ben.open(id)]);
  const before = await look(guest);
  const seenByBen = ben.page.getByRole("list", { name: "People here" });
  await expect(seenByBen).toContainText(before.name);
  await guest.editor.focus();
  await expect(ben.page.locator(".quire-caret-flag")).toHaveText(before.name);

  await giveName(guest, "Zoë O’Brien");
  await expect(seenByBen).toContainText("Zoë O’Brien");
  await expect(seenByBen).not.toContainText(before.name);
  await guest.editor.focus();
  await guest.page.keyboard.type("x");
  await expect(ben.page.locator(".quire-caret-flag")).toHaveText("Zoë O’Brien");

  const after = { ...before, name: "Zoë O’Brien" };
  await expect.poll(() => look(guest)).toEqual(after);
  await guest.page.reload();
  await expect.poll(() => look(guest)).toEqual(after);
  await expect(seenByBen).toContainText("Zoë O’Brien");
});

test("a name without a letter is refused in a sentence, and the old one stays", async ({
  person,
  newDocument,
}) => {
  const { id } = await newDocument();
  const guest = await person("Ada");
  await guest.open(id);
  await guest.page.getByRole("button", { name: / \(you\), change name$/ }).click();
  const field = guest.page.getByRole("textbox", { name: "Your name" });
  await field.fill("   ");
  await field.press("Enter");
  await expect(guest.page.getByRole("alert")).toHaveText("A name has at least one letter or number.");
  await guest.page.keyboard.press("Escape");
  await expect(guest.page.getByRole("button", { name: "Ada (you), change name" })).toBeVisible();
});
