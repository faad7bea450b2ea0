import type { Editor } from "./editor.ts";
import type { OwnPlace } from "./own-place.ts";

/** Where this person is in an editor's text: fetched when it is first asked for. */
export async function openOwnPlace({ view }: Editor): Promise<OwnPlace> {
  const { createOwnPlace } = await import("./company.ts");
  return createOwnPlace(view);
}
