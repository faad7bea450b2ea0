import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { asBlocks, asMarkdown, hostileShapes } from "./support/hostile.ts";
import { connectStockClient } from "./support/stock-client.ts";

const classes = ["D1", "D2", "D3", "D4", "D5", "D6"] as const;

/** What in the text runs, loads from elsewhere, or leads where a link may not. */
function harmIn(page: Page): Promise<string[]> {
  return page.getByRole("textbox", { name: "Text" }).evaluate((text) => {
    const forbidden = [...text.querySelectorAll("script, object, embed, base, meta, link, form, template")];
    const found = forbidden.map(({ localName }) => localName);
    const schemes = [":", "http:", "https:", "mailto:", "tel:"];
    for (const each of text.querySelectorAll("*")) {
      for (const { name, value } of each.attributes)
        if (name.startsWith("on") || name === "srcdoc") found.push(`${name}=${value}`);
      if (each instanceof HTMLAnchorElement && !schemes.includes(each.protocol)) found.push(each.href);
      const isOwnFrame = each instanceof HTMLIFrameElement && each.src === `${location.origin}/diagram.html`;
      const source = each.getAttribute("src") ?? "";
      if (source !== "" && !isOwnFrame && !source.startsWith("/api/documents/")) found.push(`src=${source}`);
    }
    if (Reflect.get({}, "polluted") !== undefined) found.push("a polluted prototype");
    return found;
  });
}

/** Hears what a script that got through would say. */
function dialogsOf(page: Page): string[] {
  const dialogs: string[] = [];
  page.on("dialog", (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  return dialogs;
}

test("D7 the hostile table that came by the API or an import runs nothing, loads nothing and leads nowhere in a page", async ({
  person,
  newDocument,
  faults,
}) => {
  faults.allow(/404/); // pictures that are said to be files of the document
  const ada = await person("Ada");
  const dialogs = dialogsOf(ada.page);
  for (const harm of classes) {
    const pieces = hostileShapes.filter((shape) => shape.class === harm).map(asMarkdown);
    const { id } = await newDocument({ markdown: [...pieces, "the end"].join("\n\n") });
    await ada.open(id);
    await expect(ada.editor).toContainText("the end");
    const address = ada.page.url();
    expect(await harmIn(ada.page), harm).toEqual([]);
    // What is drawn late, and what a reader sees at the end, is in sight once.
    await ada.goTo("end");
    expect(await harmIn(ada.page), harm).toEqual([]);
    expect([dialogs, ada.page.url()], harm).toEqual([[], address]);
  }
});

test("D7 the hostile table in every word that a document's shared types hold runs nothing, loads nothing and leads nowhere in a page", async ({
  person,
  newDocument,
  server,
  faults,
}) => {
  faults.allow(/404/);
  const ada = await person("Ada");
  const dialogs = dialogsOf(ada.page);
  for (const harm of classes) {
    const { id } = await newDocument();
    await ada.open(id);
    const address = ada.page.url();
    const writer = await connectStockClient(server.url, id);
    writer.ydoc.transact(() => {
      const shapes = hostileShapes.filter((shape) => shape.class === harm);
      for (const { value } of shapes) {
        writer.ydoc.getXmlFragment("document").push([...asBlocks(value)]);
      }
      writer.ydoc.getText("title").insert(0, shapes[0]?.value ?? "");
    });
    const reader = await connectStockClient(server.url, id);
    await expect.poll(() => reader.state()).toBe(writer.state());
    await expect(ada.editor).toContainText("words");
    expect(await harmIn(ada.page), harm).toEqual([]);
    // Drawn live until now; from here on as whoever comes later sees it.
    await ada.page.reload();
    await expect(ada.editor).toContainText("words");
    await ada.goTo("end");
    expect(await harmIn(ada.page), harm).toEqual([]);
    expect([dialogs, ada.page.url()], harm).toEqual([[], address]);
    for (const { close } of [writer, reader]) close();
  }
});
