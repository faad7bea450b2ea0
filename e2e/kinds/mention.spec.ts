import { expect, test } from "../fixtures.ts";
import { press } from "../support/keys.ts";

test("@ names somebody who is here, and [[ another document, which a click then opens", async ({
  person,
  newDocument,
  content,
  server,
}) => {
  const plan = await newDocument({ title: "The mentioned plan", markdown: "what we do" });
  const { id } = await newDocument({ markdown: "for" });
  const [ada, ben] = await Promise.all([person("Ada"), person("Ben")]);
  await Promise.all([ada.open(id), ben.open(id)]);
  await ada.editor.click();
  await press(ada.page, "Control+End");
  await ada.page.keyboard.type(" @be");
  await expect(ada.page.getByRole("option", { name: "Ben" })).toBeVisible();
  await press(ada.page, "Enter");
  await ada.page.keyboard.type(", see [[mentioned");
  await expect(ada.page.getByRole("option", { name: "The mentioned plan" })).toHaveAttribute(
    "aria-selected",
    "true",
  );
  await press(ada.page, "Enter");
  await ada.page.keyboard.type(".");
  await ada.saved();
  expect(await content(id, "markdown")).toMatch(
    new RegExp(
      `^for <bdi data-mention="[^"]+">@Ben</bdi>, see \\[The mentioned plan\\]\\(/d/${plan.id}\\)\\.\\n$`,
    ),
  );

  await expect(ben.editor).toContainText("for @Ben, see The mentioned plan.");
  await ben.editor.getByRole("link", { name: "The mentioned plan" }).click();
  await expect(ben.page).toHaveURL(new RegExp(`/d/${plan.id}$`));
  await expect(ben.editor).toContainText("what we do");

  // It is called what the document is called by now.
  await ben.title.fill("The new plan");
  await ben.saved();
  const listed = async () =>
    (await (await ada.context.request.get(`${server.url}/api/documents/${plan.id}`)).json()).title;
  await expect.poll(listed).toBe("The new plan");
  await ada.page.reload();
  await expect(ada.editor.getByRole("link", { name: "The new plan" })).toBeVisible();
  expect(await content(id, "markdown")).toContain("[The mentioned plan]");
});
