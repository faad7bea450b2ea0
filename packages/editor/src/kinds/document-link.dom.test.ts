import { schema } from "@quire/schema";
import { fromMarkdown, toMarkdown } from "@quire/schema/convert";
import { expect, test, vi } from "vitest";
import { open, shared } from "../../test/peers.ts";

const markdown = "see [The plan](/d/0123456789abcdef)!\n";

test("a document is called what it is called now, where that is known, and stays stored as it was named", async () => {
  const titles = new Map<string, string>();
  let changed: (() => void) | undefined;
  const references = {
    people: () => [],
    openTitles: async () => ({
      of: (id: string) => titles.get(id),
      watch(told: () => void) {
        changed = told;
        return () => {
          changed = undefined;
        };
      },
    }),
  };
  const peer = open(shared(...fromMarkdown(markdown).children), { references });
  const { view } = peer;
  const link = view.dom.querySelector("a");
  expect(link?.textContent).toBe("The plan");
  await vi.waitFor(() => expect(changed).toBeDefined());
  expect([link?.textContent, link?.getAttribute("href")]).toEqual(["The plan", "/d/0123456789abcdef"]);
  titles.set("0123456789abcdef", "The new plan");
  changed?.();
  expect(link?.textContent).toBe("The new plan");
  expect(toMarkdown(view.state.doc)).toBe(markdown);
  expect(view.serializeForClipboard(view.state.doc.slice(0)).dom.textContent).toContain("The plan");
  view.dispatch(view.state.tr.delete(5, 6));
  expect(changed).toBeUndefined();
  view.dispatch(view.state.tr.insert(5, schema.node("document_link", { document: "../x", title: "a" })));
  expect(view.dom.querySelector("a")?.textContent).toBe("a");
});
