import { type CreateDocument, maxTitleLength } from "@quire/protocol";
import { excerpt, newBlockId, readDocument, readTitle, schema, writeBlocks, writeTitle } from "@quire/schema";
import type { Node } from "prosemirror-model";
import * as Y from "yjs";
import { DocIndex } from "../gate/doc-index.ts";
import { judge } from "../gate/gate.ts";

/** A document that nobody has opened yet: its first update, and what lists show of it. */
export interface NewDocument {
  readonly update: Uint8Array;
  readonly title: string;
  readonly excerpt: string;
  readonly schema: number;
}

/** Makes a document. Without Markdown it has one empty block, so that the first two people to write share it. */
export async function newDocument(body: Pick<CreateDocument, "title" | "markdown">): Promise<NewDocument> {
  const doc = body.markdown === undefined ? emptyDocument() : await readMarkdown(body.markdown);
  const ydoc = new Y.Doc();
  writeTitle(ydoc, body.title ?? firstHeading(doc));
  writeBlocks(ydoc, doc);
  const update = Y.encodeStateAsUpdate(ydoc);
  const title = readTitle(ydoc);
  const words = excerpt(readDocument(ydoc));
  ydoc.destroy();
  const verdict = judge(update, new DocIndex(), { schema: true });
  if (verdict.type !== "news") throw new Error("the gate refuses a document that this server made");
  return { update, title, excerpt: words, schema: verdict.news.schema };
}

async function readMarkdown(markdown: string): Promise<Node> {
  const { fromMarkdown } = await import("@quire/schema/convert");
  return fromMarkdown(markdown);
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
