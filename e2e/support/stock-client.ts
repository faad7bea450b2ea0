import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";

/** A document held by an unmodified y-websocket provider on Node: what is on the wire, past every page of ours. */
export interface StockClient {
  readonly ydoc: Y.Doc;
  /** Everything that Yjs knows of the document, deletions too, in a form that compares. */
  state(): string;
  close(): void;
}

/** Resolves when all that the server has is here. */
export async function connectStockClient(url: string, documentId: string): Promise<StockClient> {
  const ydoc = new Y.Doc();
  const provider = new WebsocketProvider(`${url.replace(/^http/, "ws")}/sync`, documentId, ydoc, {
    disableBc: true,
  });
  await new Promise<void>((resolve) => provider.once("sync", () => resolve()));
  return {
    ydoc,
    state: () => Buffer.from(Y.encodeSnapshot(Y.snapshot(ydoc))).toString("base64"),
    close() {
      provider.destroy();
      ydoc.destroy();
    },
  };
}
