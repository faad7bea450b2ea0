import type { Page } from "@playwright/test";
import { expect, type Member, test } from "../support/accounts.ts";
import { findingsInBoth } from "../support/findings.ts";
import { picture } from "../support/picture.ts";
import { openSharing, rowOf } from "../support/sharing.ts";

const markdown = `Words that anybody reads, with $e^{i\\pi} + 1 = 0$ in the line, **strong**, *emphasis*, \`code\` and a
[link](https://example.org).

::toc

## A list

- One
- Two
  1. First
  2. Second
- [x] Done
- [ ] Not done

> Somebody said that.

> [!WARNING]
> Look here.

:::toggle
What is folded away

It is there without a script.
:::

## A table

| Name | Number |
| --- | --: |
| One | 1 |
| Two | 22 |

\`\`\`js
const answer = 42;
\`\`\`

\`\`\`math
\\int_0^1 \\frac{x}{2}\\,dx = \\sum_{k=1}^{n} \\frac{1}{k^2}
\`\`\`

::embed{src="https://www.youtube.com/watch?v=dQw4w9WgXcQ"}
`;

/** Shares the document with everybody; answers with the page's path. */
async function publish(member: Member, url: string, id: string): Promise<string> {
  const made = await member.context.request.post(`${url}/api/documents/${id}/access/links`, {
    data: { role: "view", isPublic: true },
    headers: { origin: url },
  });
  expect(made.ok(), await made.text()).toBe(true);
  const { links } = (await made.json()) as { links: { token: string }[] };
  return `/p/${links.at(-1)?.token}`;
}

/** What no page of this kind does. */
function watch(page: Page): { readonly scripts: string[]; readonly breaches: string[] } {
  const seen = { scripts: [] as string[], breaches: [] as string[] };
  page.on("request", (request) => {
    if (request.resourceType() === "script") seen.scripts.push(request.url());
  });
  page.on("console", (message) => seen.breaches.push(message.text()));
  return seen;
}

test("B63 SH-6 AX-1 a public page is read without JavaScript, looks like the paper, and axe finds nothing in it", async ({
  owner,
  documentOf,
  person,
  server,
  browser,
}, testInfo) => {
  const olga = await owner();
  const id = await documentOf(olga, { title: "A page for everybody", markdown });
  const uploaded = await olga.context.request.post(`${server.url}/api/documents/${id}/files?name=p.png`, {
    data: picture(40, 20),
    headers: { origin: server.url, "content-type": "application/octet-stream" },
  });
  expect(uploaded.ok()).toBe(true);
  const path = await publish(olga, server.url, id);

  for (const colorScheme of ["light", "dark"] as const) {
    for (const width of [1440, 390]) {
      const context = await browser.newContext({
        javaScriptEnabled: false,
        colorScheme,
        viewport: { width, height: 900 },
      });
      const page = await context.newPage();
      const seen = watch(page);
      await page.goto(`${server.url}${path}`);
      await expect(page.getByRole("heading", { name: "A page for everybody" })).toBeVisible();
      await expect(page.getByRole("link", { name: "A table" })).toBeVisible();
      await expect(page.locator("math").first()).toBeVisible();
      await page.getByText("What is folded away").click();
      await expect(page.getByText("It is there without a script.")).toBeVisible();
      await page.evaluate(() => document.fonts.ready).catch(() => undefined);
      const overflow = await page.locator("html").evaluate((html) => html.scrollWidth > html.clientWidth);
      expect(overflow, `the page is as wide as the window at ${width}`).toBe(false);
      await page.screenshot({
        path: testInfo.outputPath(`public-${colorScheme}-${width}.png`),
        fullPage: true,
      });
      expect(seen).toEqual({ scripts: [], breaches: [] });
      await context.close();
    }
  }

  // Axe is a script, which needs a browser that runs them, and is none of the page's.
  const { page } = await person();
  const seen = watch(page);
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 900 });
    await page.goto(`${server.url}${path}`);
    await page.getByText("What is folded away").click();
    expect(await findingsInBoth(page), `${width} wide`).toEqual([]);
  }
  expect(seen).toEqual({ scripts: [], breaches: [] });
});

test("B105 SH-6 its owner says in the dialog whether its address shows a preview, and it shows none before", async ({
  owner,
  documentOf,
  server,
}, testInfo) => {
  const olga = await owner();
  const id = await documentOf(olga, { title: "A plan for May", markdown: "Nobody reads this unasked." });
  await olga.open(id);
  const { page } = olga;
  const dialog = await openSharing(olga);
  await dialog.getByRole("button", { name: "New public page" }).click();
  const preview = dialog.getByRole("checkbox", { name: "Show its title and first words in previews" });
  await expect(preview).not.toBeChecked();
  await expect(dialog.getByRole("checkbox", { name: "Search engines may list it" })).not.toBeChecked();
  await dialog.getByRole("button", { name: "Create" }).click();
  const row = rowOf(dialog, "Public page");
  await expect(row).not.toContainText("Shows a preview");
  const listed = await olga.context.request.get(`${server.url}/api/documents/${id}/access`);
  const { links } = (await listed.json()) as { links: { token: string }[] };
  const html = async () => (await olga.context.request.get(`${server.url}/p/${links[0]?.token}`)).text();
  const head = async () => (await html()).split("<body>", 1)[0]?.replace(/<title>.*<\/title>/, "");
  expect(await head()).not.toMatch(/plan for May|Nobody reads/);

  await dialog.getByRole("button", { name: "Change: Public page" }).click();
  await preview.check();
  for (const colorScheme of ["light", "dark"] as const)
    for (const width of [1440, 390]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      await preview.scrollIntoViewIfNeeded();
      await page.screenshot({ path: testInfo.outputPath(`preview-${colorScheme}-${width}.png`) });
    }
  expect(await findingsInBoth(page)).toEqual([]);
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(row).toContainText("Shows a preview");
  expect(await head()).toContain('property="og:title" content="A plan for May"');
  expect(await head()).toContain('property="og:description" content="Nobody reads this unasked."');
});
