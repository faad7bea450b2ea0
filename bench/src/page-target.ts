import type { Client } from "./client.ts";
import type { RunningServer } from "./running-server.ts";
import type { Measurable, Target } from "./target.ts";

/** Where pages come from. */
export interface Place {
  /** The bench's own site. */
  readonly site: string;
  /** The port of the server that people meet on; 0 where there is none. */
  readonly port: number;
}

/** A page that people write in, with the server that they meet on. */
export interface PageTarget extends Measurable {
  readonly type: "page";
  /** Undefined where nothing is shared. */
  readonly server: Target | undefined;
  /** The Yjs type that holds a document's blocks. */
  readonly fragmentName: string;
  /** A document's address. Where nothing is shared the page makes the lines by itself. */
  url(place: Place, document: string, lines: number): string;
  /** The addresses of its other pages, by name: what they load is measured too. */
  readonly otherPages?: Readonly<Record<string, (place: Place) => string>>;
  /** Makes a document of these lines, a paragraph each, where it knows Markdown a block of any kind each; answers with whoever must stay for it to stay. */
  makeDocument(server: RunningServer, name: string, lines: readonly string[]): Promise<Client | undefined>;
}
