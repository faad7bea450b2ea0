import { schema } from "@quire/schema";
import { NodeSelection } from "prosemirror-state";
import { describe, expect, test, vi } from "vitest";
import { open, opened, outline, type Peer, press, shared, type } from "../../test/peers.ts";

const link = schema.node("document_link", { document: "0123456789abcdef", title: "The plan" });
const line = schema.node("paragraph", null, [schema.text("see "), link]);

async function typed({ view }: Peer, text: string): Promise<void> {
  type(view, text);
  await vi.dynamicImportSettled();
}

function offered({ editor }: Peer): readonly string[] | null {
  return editor.getSnapshot().suggestions?.items.map(({ label }) => label) ?? null;
}

describe("people and documents in a text", () => {
  test("an at sign offers who is here, and Escape keeps the typed text", async () => {
    const peer = opened();
    await typed(peer, "@ad");
    expect(offered(peer)).toEqual(["Ada"]);
    press(peer.view, "Escape");
    expect([offered(peer), outline(peer.view)]).toEqual([null, ["@ad"]]);
  });

  test("two brackets offer documents, also behind a letter, and where there is none they say so", async () => {
    const peer = opened();
    await typed(peer, "see[[");
    expect(offered(peer)).toEqual(["The plan"]);
    await typed(peer, "pl");
    expect(offered(peer)).toEqual(["The plan"]);
    press(peer.view, "Enter");
    expect(outline(peer.view)).toEqual(["seeThe plan"]);
    await typed(peer, " [[x");
    expect(offered(peer)).toEqual([]);
  });

  test("a page that knows no documents, or cannot ask for them, leaves the brackets alone", async () => {
    const alone = open(shared(), { references: { people: () => [] } });
    await typed(alone, "[[a");
    expect(offered(alone)).toBeNull();
    const findDocuments = () => Promise.reject(new Error("no line"));
    const offline = open(shared(), { references: { people: () => [], findDocuments } });
    await typed(offline, "[[a b");
    expect([offered(offline), outline(offline.view)]).toEqual([null, ["[[a b"]]);
  });

  test("what was asked for first and comes last is not shown", async () => {
    const answers: (() => void)[] = [];
    const findDocuments = (title: string) =>
      new Promise<{ id: string; title: string }[]>((resolve) => {
        answers.push(() => resolve([{ id: "0123456789abcdef", title }]));
      });
    const peer = open(shared(), { references: { people: () => [], findDocuments } });
    type(peer.view, "[[ab");
    expect(peer.editor.getSnapshot().suggestions).toMatchObject({ items: [], isSearching: true });
    for (const answer of answers.toReversed()) {
      answer();
      await Promise.resolve();
    }
    await vi.dynamicImportSettled();
    expect(offered(peer)).toEqual(["ab"]);
  });

  test("a click on a document, or Enter on it, opens it", () => {
    const openDocument = vi.fn();
    const { view } = open(shared(line), { references: { people: () => [], openDocument } });
    view.dom.querySelector("a")?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
    expect(openDocument.mock.calls).toEqual([["0123456789abcdef"]]);
    view.dispatch(view.state.tr.setSelection(NodeSelection.create(view.state.doc, 5)));
    press(view, "Enter");
    expect(openDocument).toHaveBeenCalledTimes(2);
    expect(outline(view)).toEqual(["see The plan"]);
  });
});
