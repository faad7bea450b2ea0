import type { Session } from "@quire/client";
import type { AppContext } from "../app-context.ts";
import { libraryOf } from "../library-store.ts";
import type { Device } from "./device.ts";
import { downloadFile } from "./download.ts";
import { tellList } from "./tell-list.ts";

/**
 * Looks after an open document: wakes what waits when its line is there again, tells the list what was written without one,
 * gives out files that are only here, and says which of them the server would not take. Returns what ends it.
 */
export function followDocument(
  session: Session,
  device: Device,
  { words, messages, late, api }: Pick<AppContext, "words" | "messages" | "late" | "api">,
  readTitle: () => string,
): () => void {
  let wasUp = isUp(session);
  const unsubscribe = session.subscribe(() => {
    if (isUp(session) && !wasUp) device.wake();
    wasUp = isUp(session);
  });
  const stopTelling = tellList(session, libraryOf({ late, api }), readTitle);
  const ended = new AbortController();
  document.addEventListener("click", (event) => void follow(event, device), {
    capture: true,
    signal: ended.signal,
  });
  // What cannot be told now is told by the next page.
  void tellRefused().catch(() => undefined);
  return () => {
    unsubscribe();
    stopTelling();
    ended.abort();
  };

  async function tellRefused(): Promise<void> {
    const files = await device.filesOf(session.id);
    if (files.every(({ refusal }) => refusal === undefined)) return;
    const { uploads } = await words.loadTools();
    for (const file of files) {
      if (file.refusal === undefined || ended.signal.aborted) continue;
      const text = `${uploads.notStored(file.fileName)} ${file.refusal} ${uploads.keptHere}`;
      const action = { label: uploads.download, run: () => downloadFile(file) };
      messages.add({ weight: "failure", text, action });
    }
  }
}

/** A link to a file that is only here leads to what is here. */
async function follow(event: MouseEvent, device: Device): Promise<void> {
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  const address = link?.getAttribute("href") ?? "";
  if (link === null || !device.isKept(address)) return;
  event.preventDefault();
  const copy = document.createElement("a");
  copy.href = (await device.urlOf(address)) ?? address;
  copy.download = link.download;
  copy.click();
}

function isUp({ status }: Session): boolean {
  return status.state === "saved" || status.state === "saving";
}
