import type { ContentFormat } from "@quire/protocol";
import type { Folded, FoldJob } from "./fold.ts";
import type { JudgeJob, PackedJudgement } from "./judge-update.ts";
import type { NewDocument, NewDocumentBody, Renewal } from "./new-document.ts";
import type { Packed } from "./packed.ts";
import type { PageJob, PageText } from "./page.ts";

/** What lists show of a document's text. */
export interface Reading {
  /** When it was last written in, in milliseconds since 1970; undefined where all of its log is folded. */
  readonly changedAt: number | undefined;
  readonly title: string;
  readonly excerpt: string;
}

/** An edit of the title, as an update, and the title as it was written. */
export interface Renaming {
  readonly title: string;
  readonly update: Uint8Array;
}

/** All that needs a Y.Doc, or reads a whole document: what is given, and what comes back. */
export interface Jobs {
  fold: { readonly given: FoldJob; readonly done: Folded };
  summarise: { readonly given: Packed; readonly done: Reading };
  rename: { readonly given: Packed & { readonly title: string }; readonly done: Renaming };
  export: {
    readonly given: Packed & { readonly format: ContentFormat; readonly titled: boolean };
    readonly done: string;
  };
  /** The text as a page that stands alone; its files are below the address. */
  page: { readonly given: PageJob; readonly done: PageText };
  /** What who has this state vector lacks. */
  difference: { readonly given: Packed & { readonly stateVector: Uint8Array }; readonly done: Uint8Array };
  /** What the gate says of an update that is too long to be judged where everybody waits. */
  judge: { readonly given: JudgeJob; readonly done: PackedJudgement };
  /** A new document with the text of one that is there. */
  renew: { readonly given: Packed & Renewal; readonly done: NewDocument };
  create: {
    readonly given: NewDocumentBody;
    readonly done: NewDocument;
  };
}

/** Does jobs, away from whoever asks. Bytes that are given are copied; nobody else changes them meanwhile. */
export interface Workshop {
  /** Rejects where the job failed, or took too long. */
  do<Name extends keyof Jobs>(name: Name, given: Jobs[Name]["given"]): Promise<Jobs[Name]["done"]>;
}
