// An editor as y-prosemirror's documentation sets it up, on y-websocket: `?server=ws://<address>&document=<name>`.
import { baseKeymap } from "prosemirror-commands";
import { keymap } from "prosemirror-keymap";
import { schema } from "prosemirror-schema-basic";
import { EditorState } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import { initProseMirrorDoc, redo, undo, yCursorPlugin, ySyncPlugin, yUndoPlugin } from "y-prosemirror";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";

const { server, document: name } = Object.fromEntries(new URLSearchParams(location.search));
const ydoc = new Y.Doc();
// Two tabs of one browser would speak past the server otherwise.
const provider = new WebsocketProvider(server, name, ydoc, { disableBc: true });

provider.once("sync", () => {
  const fragment = ydoc.getXmlFragment("document");
  const { doc, mapping } = initProseMirrorDoc(fragment, schema);
  const plugins = [
    ySyncPlugin(fragment, { mapping }),
    yCursorPlugin(provider.awareness),
    yUndoPlugin(),
    keymap({ "Mod-z": undo, "Mod-y": redo, "Mod-Shift-z": redo }),
    keymap(baseKeymap),
  ];
  new EditorView(document.body, { state: EditorState.create({ doc, plugins }) });
});
