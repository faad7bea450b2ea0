import { schema } from "@quire/schema";
import { type EditorState, Plugin, PluginKey } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import type { Dispatch } from "../commands/command.ts";
import { insertLeaf } from "../commands/turn-into.ts";
import type { OutlineReader } from "../reading/outline.ts";
import { type Draw, lateView } from "../views/late-view.ts";
import type { EditorWords } from "../words.ts";
import type { KindEditing } from "./kind-editing.ts";

/** The document's headings as a list of links that follows what they say. */
export const tocEditing: KindEditing = {
  name: "toc",
  commands: [
    {
      id: "toc",
      label: "Table of contents",
      group: "insert",
      icon: "table-of-contents",
      in: ["slash"],
      keywords: ["toc", "outline", "headings", "index"],
      isActive: () => false,
      isEnabled: (state) => insert(state),
      run: insert,
    },
  ],
  view: ({ words }) => lateView("quire-toc", () => loadContents(words)),
  plugins: () => [headingsPlugin()],
};

function insert(state: EditorState, dispatch?: Dispatch): boolean {
  return insertLeaf(state, schema.nodes.toc.create(), dispatch);
}

type Follower = (state: EditorState) => void;

/** The lists of an editor, which are drawn anew when the document is another one, and what has read its headings for them all. */
interface Contents {
  readonly followers: Set<Follower>;
  reader?: OutlineReader;
}

const contentsKey = new PluginKey<Contents>("toc");

function headingsPlugin(): Plugin<Contents> {
  return new Plugin({
    key: contentsKey,
    state: { init: () => ({ followers: new Set<Follower>() }), apply: (_tr, contents) => contents },
    view: () => ({
      update({ state }, before) {
        if (state.doc === before.doc) return;
        for (const follow of contentsKey.getState(state)?.followers ?? []) follow(state);
      },
    }),
  });
}

async function loadContents(words: EditorWords): Promise<Draw> {
  const [{ drawContents }, { createOutlineReader }] = await Promise.all([
    import("../views/contents-list.ts"),
    import("../reading/outline.ts"),
  ]);
  return drawContents(words, (view: EditorView, follow) => {
    const contents = contentsKey.getState(view.state);
    contents?.followers.add(follow);
    const end = () => contents?.followers.delete(follow);
    if (!contents) return { reader: createOutlineReader(), end };
    contents.reader ??= createOutlineReader();
    return { reader: contents.reader, end };
  });
}
