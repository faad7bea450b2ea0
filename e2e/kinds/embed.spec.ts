import { expect, test } from "../fixtures.ts";
import { press } from "../support/keys.ts";

test("an address becomes an embed, whose site is asked nothing before its button is pressed", async ({
  person,
  newDocument,
  content,
  faults,
}) => {
  const { id } = await newDocument({ markdown: "https://youtu.be/dQw4w9WgXcQ" });
  const ada = await person("Ada");
  await ada.open(id);
  await ada.editor.getByText("youtu.be").click({ position: { x: 2, y: 2 } });
  await press(ada.page, "End");
  await ada.page.keyboard.type(" /embed");
  await press(ada.page, "Enter");
  await ada.page.keyboard.type("below");
  await ada.saved();
  expect(await content(id, "markdown")).toBe('::embed{src="https://youtu.be/dQw4w9WgXcQ"}\n\nbelow\n');

  // Nothing but the press of the button leads there: any request before it fails the test.
  const card = ada.editor.getByRole("group", { name: "Embedded page: YouTube" });
  const button = card.getByRole("button", { name: "Load from YouTube" });
  await expect(button).toBeVisible();
  faults.allow(/^request to another origin: https:\/\/www\.youtube-nocookie\.com\/embed\/dQw4w9WgXcQ$/);
  await ada.page.route("https://www.youtube-nocookie.com/**", (route) =>
    route.fulfill({ contentType: "text/html", body: "<p>a film</p>" }),
  );
  await button.focus();
  await press(ada.page, "Enter");
  await expect(card.frameLocator("iframe").getByText("a film")).toBeVisible();
});
