// ProseMirror alone: a document of `?lines=<n>` that nobody else has and nobody keeps. What is measured beside it cannot be faster.
import { baseKeymap } from "prosemirror-commands";
import { keymap } from "prosemirror-keymap";
import { Schema } from "prosemirror-model";
import { EditorState } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import { noteArrival } from "../../src/browser/watch.ts";
import { linesOfProse } from "../../src/prose.ts";

const schema = new Schema({
  nodes: {
    doc: { content: "paragraph+" },
    paragraph: { content: "text*", toDOM: () => ["p", 0] },
    text: {},
  },
});

const lines = linesOfProse(Number(new URLSearchParams(location.search).get("lines")));
const paragraphs = lines.map((text) => ({ type: "paragraph", content: [{ type: "text", text }] }));
const json = JSON.stringify({ type: "doc", content: paragraphs });
noteArrival(json.length);
const doc = schema.nodeFromJSON(JSON.parse(json));
new EditorView(document.body, { state: EditorState.create({ doc, plugins: [keymap(baseKeymap)] }) });
