import { maxTitleLength } from "@quire/protocol";
import { excerpt, readDocument, readTitle, schema, toText, writeTitle } from "@quire/schema";
import type { Node } from "prosemirror-model";
import * as Y from "yjs";
import { decodeLogRecord } from "../store/log-record.ts";
import { fold } from "./fold.ts";
import type { Jobs } from "./jobs.ts";
import { judgeUpdate } from "./judge-update.ts";
import { mergeUpdates } from "./materialise.ts";
import { firstHeading, newDocument, renewed } from "./new-document.ts";
import { type Packed, unpack } from "./packed.ts";
import { loadPageWriter, type PageText } from "./page.ts";
import { salvage } from "./salvage.ts";

/** Does one job, on copies. What reads Markdown or HTML is loaded when it is needed. */
export function doJob<Name extends keyof Jobs>(
  name: Name,
  given: Jobs[Name]["given"],
): Jobs[Name]["done"] | Promise<Jobs[Name]["done"]> {
  return doers[name](given);
}

type Doers = {
  readonly [Name in keyof Jobs]: (
    given: Jobs[Name]["given"],
  ) => Jobs[Name]["done"] | Promise<Jobs[Name]["done"]>;
};

const doers: Doers = {
  fold,
  summarise(packed) {
    const last = [...unpack(packed.log)].at(-1);
    const changedAt = last && decodeLogRecord(last.bytes).time;
    return read(packed, (ydoc) => ({
      title: readTitle(ydoc),
      excerpt: excerpt(readDocument(ydoc)),
      changedAt,
    }));
  },
  rename: ({ title, ...packed }) =>
    read(packed, (ydoc) => {
      const before = Y.encodeStateVector(ydoc);
      // Yjs writes UTF-8, which has no halves of letters: the list is to show what the document says.
      writeTitle(ydoc, title.toWellFormed());
      return { title: readTitle(ydoc), update: Y.encodeStateAsUpdate(ydoc, before) };
    }),
  export: exported,
  page: paged,
  difference({ stateVector, state, log }) {
    const updates = updatesOf(log);
    return Y.diffUpdate(mergeUpdates(state === undefined ? updates : [state, ...updates]), stateVector);
  },
  judge: judgeUpdate,
  renew: ({ from, to, ...packed }) => read(packed, (ydoc) => renewed(ydoc, { from, to })),
  create: newDocument,
};

async function exported({ format, titled, ...packed }: Jobs["export"]["given"]): Promise<string> {
  const { toHtml, toMarkdown } = await import("@quire/schema/convert");
  return read(packed, (ydoc) => {
    const doc = titled ? withTitle(ydoc) : readDocument(ydoc);
    switch (format) {
      case "markdown":
        return toMarkdown(doc);
      case "html":
        return toHtml(doc);
      case "text":
        return toText(doc);
      case "json":
        return JSON.stringify({ title: readTitle(ydoc), document: doc.toJSON() });
      default:
        return format satisfies never;
    }
  });
}

/** The document, and its title before it as a level-1 heading unless it begins with that already. */
function withTitle(ydoc: Y.Doc): Node {
  const doc = readDocument(ydoc);
  const title = readTitle(ydoc);
  const begins = firstHeading(doc)?.textContent.slice(0, maxTitleLength);
  if (title.trim() === "" || begins?.trim() === title.trim()) return doc;
  const heading = schema.node("paragraph", { kind: "heading", level: 1 }, schema.text(title));
  return doc.copy(doc.content.addToStart(heading));
}

async function paged({ id, filesAt, ...packed }: Jobs["page"]["given"]): Promise<PageText> {
  const pageOf = await loadPageWriter();
  return read(packed, (ydoc) => pageOf(ydoc, { id, filesAt }));
}

function read<Value>({ state, log }: Packed, look: (ydoc: Y.Doc) => Value): Value {
  const { ydoc } = salvage({ snapshot: state && { state }, tail: updatesOf(log) });
  try {
    return look(ydoc);
  } finally {
    ydoc.destroy();
  }
}

function updatesOf(log: readonly Uint8Array[]): Uint8Array[] {
  return [...unpack(log)].flatMap(({ bytes }) => decodeLogRecord(bytes).entries.map(({ update }) => update));
}
