import { schema } from "@quire/schema";
import { NodeSelection } from "prosemirror-state";
import { expect, test, vi } from "vitest";
import { exchange, opened, outline, type Peer, press, two } from "../../test/peers.ts";

const line = () =>
  schema.node("paragraph", { id: "l" }, [
    schema.text("a"),
    schema.node("date", { date: "2026-11-22" }),
    schema.node("math", { tex: "x" }),
  ]);

/** Selects the thing at a position and presses Enter: gives the field of the form that opens. */
async function enter({ view }: Peer, pos: number): Promise<HTMLInputElement> {
  view.dispatch(view.state.tr.setSelection(NodeSelection.create(view.state.doc, pos)));
  expect(press(view, "Enter")).toBe(true);
  return vi.waitFor(() => {
    const field = view.dom.parentElement?.querySelector<HTMLInputElement>("form.quire-thing-form input");
    if (!field) throw new Error("no form");
    return field;
  });
}

function say(field: HTMLInputElement, text: string, key = "Enter"): void {
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
}

function forms({ view }: Peer): number {
  return view.dom.parentElement?.querySelectorAll("form").length ?? 0;
}

test.each([
  ["a date", 2, "date", "2026-11-22", "2027-01-31", ["a31 January 2027$x$"]],
  ["a formula", 3, "text", "x", " \\frac{1}{2} ", ["a22 November 2026$\\frac{1}{2}$"]],
])(
  "Enter on %s opens a form, and Enter in it keeps what it says",
  async (_name, pos, type, before, after, expected) => {
    const peer = opened(line());
    const field = await enter(peer, pos);
    expect([field.type, field.value, document.activeElement]).toEqual([type, before, field]);
    say(field, after);
    expect(outline(peer.view)).toEqual(expected);
    expect([forms(peer), peer.view.state.selection.from]).toEqual([0, pos + 1]);
    press(peer.view, "Mod-z");
    expect(outline(peer.view)).toEqual(["a22 November 2026$x$"]);
  },
);

test("Escape keeps nothing, and what says no day changes none", async () => {
  const peer = opened(line());
  say(await enter(peer, 3), "y", "Escape");
  say(await enter(peer, 2), "");
  expect([outline(peer.view), forms(peer)]).toEqual([["a22 November 2026$x$"], 0]);
});

test("a formula that is emptied goes, and so does a new one that nothing is said in", async () => {
  const peer = opened(line());
  say(await enter(peer, 3), " ");
  expect(outline(peer.view)).toEqual(["a22 November 2026"]);
  peer.editor.run("formula");
  const field = await vi.waitFor(() => {
    const found = peer.view.dom.parentElement?.querySelector<HTMLInputElement>("form input");
    if (!found) throw new Error("no form");
    return found;
  });
  expect(field.value).toBe("");
  say(field, "", "Escape");
  expect(outline(peer.view)).toEqual(["a22 November 2026"]);
});

test("what is written meanwhile moves the thing and not the form's answer; a thing that goes takes its form along", async () => {
  const [a, b] = two(line());
  const field = await enter(a, 3);
  b.view.dispatch(b.view.state.tr.insertText("before ", 1));
  exchange(a.ydoc, b.ydoc);
  say(field, "z");
  expect(outline(a.view)).toEqual(["before a22 November 2026$z$"]);
  await enter(a, 10);
  exchange(a.ydoc, b.ydoc);
  b.view.dispatch(b.view.state.tr.delete(10, 11));
  exchange(a.ydoc, b.ydoc);
  expect([outline(a.view), forms(a)]).toEqual([["before a22 November 2026"], 0]);
});

test("who may only read opens none, and an editor that closes leaves none behind", async () => {
  const peer = opened(line());
  await enter(peer, 3);
  const place = peer.view.dom.parentElement;
  peer.editor.setReadOnly(true);
  peer.view.dispatch(peer.view.state.tr.setSelection(NodeSelection.create(peer.view.state.doc, 2)));
  press(peer.view, "Enter");
  await vi.dynamicImportSettled();
  expect(place?.querySelector("form")).toBeNull();
  peer.editor.setReadOnly(false);
  await enter(peer, 3);
  peer.editor.destroy();
  expect(place?.querySelector("form")).toBeNull();
});

test("a new formula that one leaves for the text stays, empty, and one undo takes it back", async () => {
  const peer = opened(line());
  peer.editor.run("formula");
  await vi.waitFor(() => expect(forms(peer)).toBe(1));
  const made = outline(peer.view);
  const form = peer.view.dom.parentElement?.querySelector("form");
  form?.dispatchEvent(new FocusEvent("focusout", { bubbles: true, relatedTarget: peer.view.dom }));
  expect([forms(peer), outline(peer.view), peer.view.dom.querySelectorAll(".quire-math").length]).toEqual([
    0,
    made,
    2,
  ]);
  press(peer.view, "Mod-z");
  expect(peer.view.dom.querySelectorAll(".quire-math").length).toBe(1);
});
