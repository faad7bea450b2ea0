import { NodeSelection } from "prosemirror-state";
import { expect, test } from "vitest";
import { hr, opened, outline, p } from "../test/peers.ts";

test("ED-4 a letter is typed where somebody has just clicked, and not over the thing that was selected before, which a busy page has not heard yet", () => {
  const { view } = opened(hr(), p("words"));
  view.focus();
  view.dispatch(view.state.tr.setSelection(NodeSelection.create(view.state.doc, 0)));
  const words = view.dom.querySelector("p")?.firstChild;
  if (!words) throw new Error("the words are shown");
  // Browsers tell of it in a task of its own, later.
  const unheard = (event: Event) => event.stopImmediatePropagation();
  addEventListener("selectionchange", unheard, { capture: true });
  getSelection()?.collapse(words, 2);
  removeEventListener("selectionchange", unheard, { capture: true });
  for (const type of ["keydown", "keypress"]) {
    const event = new KeyboardEvent(type, { key: "x", bubbles: true, cancelable: true });
    Object.defineProperty(event, "charCode", { value: 120 });
    view.dom.dispatchEvent(event);
  }
  expect(outline(view)).toEqual(["---", "words"]);
  expect(view.state.selection).toMatchObject({ empty: true, from: 4 });
});
