import type * as Y from "yjs";
import type { Protocol } from "./wire/speech.ts";

/** Where in a document people type. */
export type TextOf = (ydoc: Y.Doc) => Y.Text;

/** What starts a server's process: a script for Node, and what it finds in its environment. */
export interface Command {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** The place that a run gives to a server. */
export interface Ground {
  readonly port: number;
  readonly dataDir: string;
}

/** What everything that can be measured has. */
export interface Measurable {
  readonly name: string;
  /** `limit`: what cannot be had for less. `peer`: somebody else's. */
  readonly kind: "quire" | "limit" | "peer";
  /** Puts there what must be there before it can be started. */
  install(): Promise<void>;
  /** The packages that matter for its speed, with the versions that run. */
  versions(): Readonly<Record<string, string>>;
}

/** A server that can be measured. */
export interface Target extends Measurable {
  readonly type: "server";
  readonly protocol: Protocol;
  /** Whether it finds its documents again after a restart. */
  readonly isPersistent: boolean;
  /** Whether it says which updates it has. */
  readonly acknowledges: boolean;
  readonly textOf: TextOf;
  /** The address of a document, from the server's root, for a client that listens for acknowledgements or not. */
  path(document: string, listensForAcknowledgements: boolean): string;
  command(ground: Ground): Command;
  /** Makes documents of these names on the server at this port, where one must be made before it can be opened. */
  makeDocuments(port: number, names: readonly string[]): Promise<void>;
  /** How late the loop of the server at this port was at most since that was last asked, in milliseconds. */
  loopDelayMs?(port: number): Promise<number>;
  /** Bytes that are kept of one document, read from the directory of a server that has stopped. */
  kept?(dataDir: string, document: string): Kept;
}

/** What a stopped server has of one document. */
export interface Kept {
  /** What an empty client is sent; undefined where nothing was folded yet. */
  readonly snapshotBytes: number | undefined;
  /** Who wrote what and when, as far as it is folded away. */
  readonly historyBytes: number;
  /** What waits for the next fold. */
  readonly logBytes: number;
}

/** The root text that everybody types in who is bound to no schema. */
export function rootText(ydoc: Y.Doc): Y.Text {
  return ydoc.getText("t");
}
