import type { Editor } from "../editor.ts";
import type { Find } from "./find.ts";

/** Finding in an editor's text: fetched when it is first asked for, since most who open a document look for nothing. */
export async function openFind(editor: Editor): Promise<Find> {
  const { createFind } = await import("./find.ts");
  return createFind(editor);
}
