import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";

/** A document held by an unmodified y-websocket provider on Node: what is on the wire, past every page of ours. */
export interface StockClient {
  readonly ydoc: Y.Doc;
  /** Tells the others where it is, or anything else. */
  say(state: Record<string, unknown>): void;
  /** The close code that the server sent it away with for good. */
  readonly refused: Promise<number>;
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
  const refused = new Promise<number>((resolve) => provider.once("closed", ({ code }) => resolve(code)));
  await new Promise<void>((resolve) => provider.once("sync", () => resolve()));
  return {
    ydoc,
    say: (state) => provider.awareness.setLocalState(state),
    refused,
    state: () => Buffer.from(Y.encodeSnapshot(Y.snapshot(ydoc))).toString("base64"),
    close() {
      provider.destroy();
      ydoc.destroy();
    },
  };
}
