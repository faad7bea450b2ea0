import type { KeptFile } from "@quire/client";
import type { AppContext } from "../app-context.ts";
import { downloadFile } from "./download.ts";

/** A file of which nothing came at the server. */
interface NotStored {
  readonly name: string;
  readonly why: string;
  /** What this device has of it. */
  readonly kept?: KeptFile | undefined;
  /** What the page alone has of one that is in no document. */
  readonly alone?: File | undefined;
}

type Tellers = Pick<AppContext, "words" | "messages">;

/** Says so, and offers what there is of it. */
export function tellFile(page: Tellers, file: NotStored): void {
  // Where the words around it cannot be had.
  tell(page, file).catch(() => page.messages.add({ weight: "failure", text: file.why || file.name }));
}

async function tell({ words, messages }: Tellers, { name, why, kept, alone }: NotStored): Promise<void> {
  const { uploads } = await words.loadTools();
  const bytes = kept?.bytes ?? alone;
  const action = bytes && {
    label: uploads.download,
    run: () => downloadFile({ fileName: name, bytes }),
  };
  const said = alone ? [uploads.notPlaced(name)] : [uploads.notStored(name), why];
  if (kept !== undefined) said.push(uploads.keptHere);
  messages.add({ weight: "failure", text: said.join(" "), ...(action && { action }) });
}
