import { isDay, readTex, schema } from "@quire/schema";
import type { Node } from "prosemirror-model";
import { type EditorState, NodeSelection, Plugin, PluginKey } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import type { EditorWords } from "../words.ts";
import type { ThingForm } from "./thing-form.ts";

type Open = (view: EditorView, pos: number) => true;

const key = new PluginKey<Open>("thing-forms");

/** Asks in the page what a thing in a line is to say. */
export function openThingForm(view: EditorView, pos: number): void {
  key.getState(view.state)?.(view, pos);
}

/** Enter on a date or a formula opens what changes it. */
export function openSelectedThing(
  { selection }: EditorState,
  _dispatch?: unknown,
  view?: EditorView,
): boolean {
  const isOne = view?.editable === true && selection instanceof NodeSelection && hasForm(selection.node);
  if (isOne) openThingForm(view, selection.from);
  return isOne;
}

/** A click on one does the same. */
export function thingFormsPlugin(words: EditorWords): Plugin<Open> {
  let form: ThingForm | undefined;
  const open: Open = (view, pos) => {
    import("../late-things.ts").then(
      ({ createThingForm }) => {
        form?.close();
        form = view.isDestroyed ? undefined : createThingForm(view, pos, { words, isDay, readTex });
      },
      () => undefined, // the server is gone since: the next click tries again
    );
    return true;
  };
  return new Plugin<Open>({
    key,
    state: { init: () => open, apply: () => open },
    props: {
      handleClickOn: (view, _pos, node, pos, event) =>
        event.button === 0 && view.editable && hasForm(node) && open(view, pos),
    },
    view: () => ({ update: () => form?.look(), destroy: () => form?.close() }),
  });
}

function hasForm({ type }: Node): boolean {
  return type === schema.nodes.date || type === schema.nodes.math;
}
