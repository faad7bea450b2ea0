import { expect, test } from "./fixtures.ts";
import { findingsInBoth } from "./support/findings.ts";
import { press } from "./support/keys.ts";

const everything = [
  "# Title",
  "A **bold**, *slanted*, ~~struck~~ and `code` word with a [link](https://example.org).",
  "- item\n  - below\n- item",
  "7. seven\n8. eight",
  "- [ ] to do\n- [x] done",
  "> said",
  "```ts\nlet x = 1;\n```",
  "| a | b |\n| - | - |\n| c | d |",
  "---",
  "last words",
].join("\n\n");

test.describe("AX-1 axe finds nothing serious or critical, in the light and in the dark,", () => {
  test.describe("on the library page", () => {
    test.use({ ownServer: true });

    test("empty, with documents, and with a menu open", async ({ person, newDocument, server }) => {
      const { page } = await person("Ann Abel");
      await page.goto(server.url);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      expect(await findingsInBoth(page)).toEqual([]);

      const { id } = await newDocument({ title: "A plan", markdown: everything });
      await newDocument();
      const b = await person("Ben Boyd");
      await b.open(id);
      await expect(page.getByRole("link", { name: /A plan/ }).first()).toBeVisible();
      await expect(page.getByText("Ben Boyd is here").first()).toBeVisible();
      expect(await findingsInBoth(page)).toEqual([]);

      await page.getByRole("button", { name: "Actions for A plan" }).click();
      await expect(page.getByRole("menu")).toBeVisible();
      expect(await findingsInBoth(page)).toEqual([]);
      await page.getByRole("menuitem", { name: "Rename" }).click();
      await expect(page.getByRole("textbox", { name: "Title of A plan" })).toBeFocused();
      expect(await findingsInBoth(page)).toEqual([]);
      await press(page, "Escape");
      await page.getByRole("button", { name: "Actions for A plan" }).click();
      await page.getByRole("menuitem", { name: "Move to…" }).click();
      await expect(page.getByRole("combobox")).toBeFocused();
      expect(await findingsInBoth(page)).toEqual([]);
    });
  });

  test("on the document page, while it is read and written", async ({ person, newDocument }) => {
    const { id } = await newDocument({ title: "A plan", markdown: everything });
    const a = await person("Ann Abel");
    const b = await person("Ben Boyd");
    await a.open(id);
    await b.open(id);
    await b.editor.getByText("last words").click();
    await b.page.keyboard.press("Home");
    await b.page.keyboard.press("Shift+End");
    await expect(a.page.locator(".quire-caret")).toBeAttached();
    expect(await findingsInBoth(a.page)).toEqual([]);
  });

  test("on an empty document, with the slash menu open", async ({ person, newDocument }) => {
    const { id } = await newDocument();
    const a = await person();
    await a.open(id);
    expect(await findingsInBoth(a.page)).toEqual([]);
    await a.editor.focus();
    await a.page.keyboard.type("/");
    await expect(a.page.getByRole("listbox")).toBeVisible();
    expect(await findingsInBoth(a.page)).toEqual([]);
    await a.page.keyboard.type("zzz");
    expect(await findingsInBoth(a.page)).toEqual([]);
  });

  test("with the selection toolbar, its menu and its link form open", async ({ person, newDocument }) => {
    const { id } = await newDocument({ markdown: "some [linked](https://example.org) words" });
    const a = await person();
    await a.open(id);
    await a.editor.focus();
    await a.page.keyboard.press("Control+a");
    const toolbar = a.page.getByRole("toolbar");
    await expect(toolbar).toBeVisible();
    expect(await findingsInBoth(a.page)).toEqual([]);
    await toolbar.getByRole("button", { name: "Link" }).click();
    await expect(a.page.getByRole("textbox", { name: "Address" })).toBeVisible();
    expect(await findingsInBoth(a.page)).toEqual([]);
  });

  test("with the people popover, the document's menu and the shortcuts open", async ({
    person,
    newDocument,
  }) => {
    const { id } = await newDocument({ title: "A plan", markdown: "text" });
    const a = await person("Ann Abel");
    const b = await person("Ben Boyd");
    await a.open(id);
    await b.open(id);
    await a.page.getByRole("button", { name: /change name/ }).click();
    await expect(a.page.getByRole("dialog")).toContainText("Ben Boyd");
    expect(await findingsInBoth(a.page)).toEqual([]);
    await a.page.keyboard.press("Escape");

    await a.page.getByRole("button", { name: "Document menu" }).click();
    await expect(a.page.getByRole("menu")).toBeVisible();
    expect(await findingsInBoth(a.page)).toEqual([]);
    await a.page.getByRole("menuitem", { name: "Keyboard shortcuts" }).click();
    await expect(a.page.getByRole("dialog")).toBeVisible();
    expect(await findingsInBoth(a.page)).toEqual([]);
  });

  test("on the page of a document that does not exist, and of none", async ({ person, server }) => {
    const { page } = await person();
    await page.goto(`${server.url}/d/there-is-no-such-document`);
    await expect(page.getByText("There is no such document")).toBeVisible();
    expect(await findingsInBoth(page)).toEqual([]);
  });
});

test("AX-3 the text is a labelled textbox, and its parts are heard as what they are", async ({
  person,
  newDocument,
}) => {
  const { id } = await newDocument({ markdown: everything });
  const a = await person();
  await a.open(id);
  await expect(a.page.getByRole("textbox", { name: "Text" })).toHaveAttribute("aria-multiline", "true");
  await expect(a.editor).toMatchAriaSnapshot(`
    - textbox "Text":
      - heading "Title" [level=1]
      - button "Fold section" [expanded]
      - paragraph:
        - text: A
        - strong: bold
        - text: ","
        - emphasis: slanted
        - text: ", struck and"
        - code: code
        - text: word with a
        - link "link":
          - /url: https://example.org
        - text: .
      - list:
        - listitem [level=1]:
          - paragraph: item
      - list:
        - listitem [level=2]:
          - paragraph: below
      - list:
        - listitem [level=1]:
          - paragraph: item
      - list:
        - listitem [level=1]:
          - paragraph: seven
      - list:
        - listitem [level=1]:
          - paragraph: eight
      - list:
        - listitem [level=1]:
          - checkbox "Done"
          - paragraph: to do
      - list:
        - listitem [level=1]:
          - checkbox "Done" [checked]
          - paragraph: done
      - blockquote:
        - paragraph: said
      - combobox "Language of this code block"
      - code: let x = 1;
      - table:
        - rowgroup:
          - row "a b":
            - columnheader "a"
            - columnheader "b"
          - row "c d":
            - cell "c"
            - cell "d"
      - separator
      - paragraph: last words
  `);
});

test("AX-3 a list of separate blocks is heard as one list, with places and depths", async ({
  person,
  newDocument,
}) => {
  const { id } = await newDocument({
    markdown: "- one\n  - below\n  - below too\n- two\n\n3. three\n4. four\n\n- [x] done",
  });
  const a = await person();
  await a.open(id);
  const heard = a.editor.getByRole("listitem").evaluateAll((items) =>
    items.map((item) => {
      const of = (name: string) => item.getAttribute(`aria-${name}`);
      return `${item.textContent}: level ${of("level")}, ${of("posinset")} of ${of("setsize")}`;
    }),
  );
  expect(await heard).toEqual([
    "one: level 1, 1 of 2",
    "below: level 2, 1 of 2",
    "below too: level 2, 2 of 2",
    "two: level 1, 2 of 2",
    "three: level 1, 1 of 2",
    "four: level 1, 2 of 2",
    "done: level 1, 1 of 1",
  ]);
});
