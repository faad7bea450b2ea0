// An editor as Tiptap's documentation sets it up, on Hocuspocus: `?server=ws://<address>&document=<name>`.
import { HocuspocusProvider } from "@hocuspocus/provider";
import { Editor } from "@tiptap/core";
import Collaboration from "@tiptap/extension-collaboration";
import CollaborationCaret from "@tiptap/extension-collaboration-caret";
import StarterKit from "@tiptap/starter-kit";
import * as Y from "yjs";

const { server, document: name } = Object.fromEntries(new URLSearchParams(location.search));
const ydoc = new Y.Doc();
const provider = new HocuspocusProvider({ url: server, name, document: ydoc });

function open() {
  provider.off("synced", open);
  new Editor({
    element: document.body,
    extensions: [
      StarterKit.configure({ undoRedo: false }),
      Collaboration.configure({ document: ydoc }),
      CollaborationCaret.configure({ provider, user: { name: "Somebody", color: "#124578" } }),
    ],
  });
}
provider.on("synced", open);
