import type { KeptFile, Operation, Session } from "@quire/client";
import type { Role } from "@quire/protocol";

/** A file as somebody brings it into a document. */
export interface BroughtFile {
  readonly documentId: string;
  readonly name: string;
  readonly bytes: Blob;
}

/** What is to come into a document. */
export interface ComingFile {
  readonly documentId: string;
  /** Left out where only its address is here. */
  readonly file?: File;
  /** Where in the document it is to stand, as the editor says it. */
  readonly place: unknown;
}

/** Something on its way to the server, which its document does not name yet. */
export interface FileOnItsWay {
  /** What this device keeps of it, once it does; undefined where it does not. */
  readonly kept: Promise<Pick<KeptFile, "hash"> | undefined>;
  /** Whether it is on this device now: what was kept may be taken off it. */
  isHere(): boolean;
  /** It is at the server, or nobody wants it any more. */
  drop(): Promise<void>;
  /** Its document names it: it is sent from here, like others. */
  handOver(): Promise<void>;
  /** Its document was closed before it could name it: whoever looks for what was left brings it. */
  leave(): Promise<void>;
  /** The server does not take it: what is kept of it stays, with the reason. Resolves with that. */
  refuse(why: string): Promise<KeptFile | undefined>;
}

/** What this device does for documents while the server cannot be reached, and for what is not there yet. */
export interface Device {
  /** Does it at once, and at the server when it answers. Rejects with an `ApiError` where this device keeps nothing and the server does not do it. */
  act(operation: Operation): Promise<void>;
  /** Whether the document was made here and is not at the server yet. */
  isMaking(id: string): boolean;
  /** What this browser's person was last told that they may do in the document; undefined where nothing was said, or nothing is kept. */
  roleIn(id: string): Promise<Role | undefined>;
  /** The server says what they may do in a document that is open. */
  noteRole(session: Session, role: Role): void;
  /** Resolves when the server has the document that was made here, or never will. */
  made(id: string): Promise<void>;
  /** What the document was called on this device last, in a list, since the page was opened or by what waits. */
  nameGiven(id: string): string | undefined;
  /** Resolves when nothing that was done to the document waits. */
  settled(id: string): Promise<void>;
  /** Keeps a file until it is at the server; undefined where this device cannot, or cannot tell its address. */
  keepFile(file: BroughtFile): Promise<KeptFile | undefined>;
  /** Counts what is on its way to the server, and keeps its bytes meanwhile: whoever opens the next page after this one brings it. */
  bring(file: ComingFile): FileOnItsWay;
  /** Says that a file was not stored at the server, and why; or, with what the page alone has of it, that it is in no document. */
  tellNotStored(name: string, why: string, kept: KeptFile | undefined, alone?: File): void;
  /** Whether a file is on this device and not at its address yet. */
  isKept(address: string): boolean;
  /** Where a file of a document can be shown from while it is not at its address; undefined where this device does not have it. */
  urlOf(address: string): Promise<string | undefined>;
  /** All files that this device keeps of a document. */
  filesOf(documentId: string): Promise<readonly KeptFile[]>;
  /** Looks after an open document, whose title can be read so. Returns what ends it. */
  follow(session: Session, readTitle: () => string): () => void;
  /** Looks anew which documents have their text here, for the list. */
  lookHere(): void;
  /** The server may be reached again. */
  wake(): void;
}
