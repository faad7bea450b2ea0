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
export type NewDocumentBody = Pick<CreateDocument, "title" | "markdown" | "titleFromText" | "withoutBlock">;

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
  const heading = firstHeading(doc);
  const ydoc = new Y.Doc();
  const isHeading = body.titleFromText === true && heading !== undefined;
  writeTitle(
    ydoc,
    isHeading ? heading.textContent : (body.title?.toWellFormed() ?? heading?.textContent ?? ""),
  );
  writeBlocks(ydoc, isHeading && isTitle(heading) ? withoutFirst(doc) : doc);
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
  // Yjs writes UTF-8, which has no halves of letters: what lists show is to be what the document says.
  if (markdown !== undefined) return readMarkdown(markdown.toWellFormed());
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
export function firstHeading(doc: Node): Node | undefined {
  const first = doc.firstChild;
  const isOne = first?.attrs.kind === "heading" && first.attrs.level === 1 && first.textContent.trim() !== "";
  return isOne ? first : undefined;
}

/** Whether a title says all that a heading says: it has no links, no pictures and no end of what is long. */
function isTitle(heading: Node): boolean {
  if (heading.textContent.length > maxTitleLength) return false;
  return heading.children.every(
    (part) => part.isText && part.marks.every(({ type }) => type !== schema.marks.link),
  );
}

function withoutFirst(doc: Node): Node {
  const rest = doc.copy(doc.content.cut(doc.child(0).nodeSize));
  return rest.childCount === 0 ? emptyDocument() : rest;
}
