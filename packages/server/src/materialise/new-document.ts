import { type CreateDocument, type DocumentId, maxTitleLength } from "@quire/protocol";
import {
  excerpt,
  fragmentName,
  nameBlocks,
  newBlockId,
  readDocument,
  readTitle,
  schema,
  writeBlocks,
  writeTitle,
} from "@quire/schema";
import type { Node } from "prosemirror-model";
import * as Y from "yjs";
import { DocIndex } from "../gate/doc-index.ts";
import { judge } from "../gate/gate.ts";

/** What a document is made of. */
export type NewDocumentBody = Pick<CreateDocument, "title" | "markdown" | "withoutBlock">;

/** A document that nobody has opened yet: its first update, and what lists show of it. */
export interface NewDocument {
  readonly update: Uint8Array;
  readonly title: string;
  readonly excerpt: string;
  readonly schema: number;
}

/**
 * Makes a document, its blocks named. Without Markdown it has one empty block, so that the first two people to write share
 * it; or none, where whoever made it says that they bring one.
 */
export async function newDocument(body: NewDocumentBody): Promise<NewDocument> {
  const doc = await firstBlocks(body);
  const ydoc = new Y.Doc();
  writeTitle(ydoc, body.title ?? firstHeading(doc));
  writeBlocks(ydoc, doc);
  return finished(ydoc);
}

/** Which document is made anew, and as which one. */
export interface Renewal {
  readonly from: DocumentId;
  readonly to: DocumentId;
}

/** Makes a document with the title and the blocks of another one, and nothing of its history. Its files are its own. */
export function renewed(old: Y.Doc, renewal: Renewal): NewDocument {
  const ydoc = new Y.Doc();
  writeTitle(ydoc, readTitle(old));
  // As it is shared, not as a schema reads it: what nobody here knows stays too.
  const blocks = old.getXmlFragment(fragmentName).toArray();
  const copies = blocks.flatMap((block) => copied(block, (value) => readdressed(value, renewal)) ?? []);
  ydoc.getXmlFragment(fragmentName).insert(0, copies);
  return finished(ydoc);
}

/** What names files of the one document, naming those of the other. */
export function readdressed(text: string, { from, to }: Renewal): string {
  return text.replaceAll(`/documents/${from}/files/`, `/documents/${to}/files/`);
}

type Shared = Y.XmlElement | Y.XmlText;

function copied(node: unknown, change: (value: string) => string): Shared | undefined {
  if (node instanceof Y.XmlText) {
    const text = new Y.XmlText();
    text.applyDelta(node.toDelta().map((run: Run) => changedRun(run, change)));
    return text;
  }
  if (!(node instanceof Y.XmlElement)) return undefined;
  const element = new Y.XmlElement(node.nodeName);
  for (const [name, value] of Object.entries(node.getAttributes()))
    if (value !== undefined) element.setAttribute(name, changed(value, change));
  element.insert(
    0,
    node.toArray().flatMap((child) => copied(child, change) ?? []),
  );
  return element;
}

/** A run of a text as Yjs tells it: what stands there, and the marks on it. */
interface Run {
  readonly attributes?: object;
}

function changedRun(run: Run, change: (value: string) => string): Run {
  if (run.attributes === undefined) return run;
  const text = JSON.stringify(run.attributes, (_, value: unknown) => changed(value, change));
  return { ...run, attributes: JSON.parse(text) };
}

function changed<Value>(value: Value, change: (value: string) => string): Value | string {
  return typeof value === "string" ? change(value) : value;
}

/** The document as it is on its way to the disk; the ydoc is let go. */
function finished(ydoc: Y.Doc): NewDocument {
  if (ydoc.store.clients.size === 0) leaveTrace(ydoc);
  const update = Y.encodeStateAsUpdate(ydoc);
  const title = readTitle(ydoc);
  const words = excerpt(readDocument(ydoc));
  ydoc.destroy();
  const verdict = judge(update, new DocIndex(), { schema: true });
  if (verdict.type !== "news") throw new Error("the gate refuses a document that this server made");
  return { update, title, excerpt: words, schema: verdict.news.schema };
}

async function firstBlocks({ markdown, withoutBlock }: NewDocumentBody): Promise<Node> {
  if (markdown !== undefined) return readMarkdown(markdown);
  // Nothing looks whether a document of no blocks is one: it becomes one when its maker comes.
  return withoutBlock === true ? schema.nodes.doc.create() : emptyDocument();
}

/** A log begins with an update: a letter of the title that is gone again. */
function leaveTrace(ydoc: Y.Doc): void {
  writeTitle(ydoc, "-");
  writeTitle(ydoc, "");
}

async function readMarkdown(markdown: string): Promise<Node> {
  const { fromMarkdown } = await import("@quire/schema/convert");
  return nameBlocks(fromMarkdown(markdown));
}

function emptyDocument(): Node {
  return schema.node("doc", null, [schema.node("paragraph", { id: newBlockId() })]);
}

/** The text that begins with a level-1 heading has named itself. */
function firstHeading(doc: Node): string {
  const first = doc.firstChild;
  if (first === null || first.attrs.kind !== "heading" || first.attrs.level !== 1) return "";
  return first.textContent.slice(0, maxTitleLength);
}
