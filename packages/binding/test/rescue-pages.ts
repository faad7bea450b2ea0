import { type Node, Schema } from "prosemirror-model";
import { Transform } from "prosemirror-transform";
import { initProseMirrorDoc, updateYFragment } from "y-prosemirror";
import * as Y from "yjs";
import { Binding } from "../src/binding.ts";
import { type LostWords, Rescue } from "../src/rescue/rescue.ts";
import { applyNamedUpdate } from "../src/rescue/wire-deletes.ts";

const id = { default: null };

/** Blocks with ids, alone and in containers, and a table whose rows and cells have none. */
export const schema = new Schema({
  nodes: {
    doc: { content: "block*" },
    paragraph: { group: "block", content: "inline*", attrs: { id } },
    code_block: { group: "block", content: "text*", marks: "", code: true, attrs: { id } },
    callout: { group: "block", content: "block*", attrs: { id } },
    table: { group: "block", content: "table_row*", attrs: { id } },
    table_row: { content: "table_cell*" },
    table_cell: { content: "block*" },
    divider: { group: "block", attrs: { id } },
    hard_break: { group: "inline", inline: true },
    text: { group: "inline" },
  },
  marks: { strong: {}, em: {} },
});

const block =
  (name: string) =>
  (id: string, content: string | readonly Node[] = ""): Node =>
    schema.node(
      name,
      { id },
      typeof content !== "string" ? content : content === "" ? [] : [schema.text(content)],
    );

export const p = block("paragraph");
export const pre = block("code_block");
export const box = block("callout");
export const table = block("table");
export const row = (...cells: readonly Node[]): Node => schema.node("table_row", null, cells);
export const cell = (...blocks: readonly Node[]): Node => schema.node("table_cell", null, blocks);

/** A block that was found in a document. */
export interface Found {
  readonly node: Node;
  /** Before it. */
  readonly pos: number;
}

/** Who writes edits into the shared document: this package, or stock y-prosemirror. */
export type Writer = "ours" | "stock";

/** Somebody's page, without a view. */
export class Page {
  readonly ydoc = new Y.Doc();
  readonly lost: LostWords[] = [];
  readonly returned: string[] = [];
  readonly #rescue: Rescue;

  readonly #writer: Writer;

  constructor(client: number, writer: Writer) {
    this.#writer = writer;
    this.ydoc.clientID = client;
    this.#rescue = new Rescue({
      fragment: this.fragment,
      isTextblock: (name) => schema.nodes[name]?.isTextblock === true,
      onLost: (lost) => this.lost.push(lost),
      onReturned: ({ text }) => this.returned.push(text),
    });
  }

  get fragment(): Y.XmlFragment {
    return this.ydoc.getXmlFragment("document");
  }

  get doc(): Node {
    return initProseMirrorDoc(this.fragment, schema).doc;
  }

  /** Edits, as one ProseMirror transaction. */
  edit(change: (tr: Transform) => void): void {
    if (this.#writer === "ours") {
      const binding = new Binding({ fragment: this.fragment, schema });
      const tr = new Transform(binding.doc);
      change(tr);
      if (tr.docChanged) binding.write(tr.doc, tr.mapping.maps);
      return;
    }
    const { doc, meta } = initProseMirrorDoc(this.fragment, schema);
    const tr = new Transform(doc);
    change(tr);
    if (tr.docChanged) updateYFragment(this.ydoc, this.fragment, tr.doc, meta);
  }

  find(id: string): Found {
    const found = findIn(this.doc, id);
    if (found === undefined) throw new Error(`there is no block ${id}`);
    return found;
  }

  has(id: string): boolean {
    return findIn(this.doc, id) !== undefined;
  }

  /** Types into a block. */
  type(id: string, offset: number, words: string): void {
    this.edit((tr) => tr.insert(this.find(id).pos + 1 + offset, schema.text(words)));
  }

  close(): void {
    this.#rescue.destroy();
    this.ydoc.destroy();
  }
}

function findIn(doc: Node, id: string): Found | undefined {
  let found: Found | undefined;
  doc.descendants((node, pos) => {
    if (node.attrs.id === id) found ??= { node, pos };
  });
  return found;
}

/** People on one document of these blocks. */
export function people(writers: readonly Writer[], blocks: readonly Node[]): readonly Page[] {
  const pages = writers.map((writer, at) => new Page(at + 1, writer));
  const seed = new Y.Doc();
  seed.clientID = 100;
  updateYFragment(seed, seed.getXmlFragment("document"), schema.node("doc", null, blocks), {
    mapping: new Map(),
    isOMark: new Map(),
  });
  for (const { ydoc } of pages) Y.applyUpdate(ydoc, Y.encodeStateAsUpdate(seed));
  return pages;
}

/** How updates get to a page. */
export type Delivery = (ydoc: Y.Doc, update: Uint8Array) => void;

/** As our provider does. */
export const named: Delivery = (ydoc, update) => applyNamedUpdate(ydoc, update, "wire");
/** As a stock provider does. */
export const plain: Delivery = (ydoc, update) => Y.applyUpdate(ydoc, update, "wire");

/**
 * A server that relays updates as they are, in one order for all, and holds the lines of those who are away. What was
 * written meanwhile comes as each update of its own, or, after a lost line, as one.
 */
export class Relay {
  readonly #pages: readonly Page[];
  readonly #log: { readonly from: Page; readonly update: Uint8Array }[] = [];
  readonly #heard = new Map<Page, number>();
  readonly #unsent = new Map<Page, Uint8Array[]>();
  readonly #deliver: Delivery;

  constructor(pages: readonly Page[], deliver: Delivery = named) {
    this.#pages = pages;
    this.#deliver = deliver;
    for (const page of pages) {
      this.#unsent.set(page, []);
      this.#heard.set(page, 0);
      page.ydoc.on("update", (update: Uint8Array, origin: unknown) => {
        if (origin !== "wire") this.#unsent.get(page)?.push(update);
      });
    }
  }

  /** What a page has written reaches the server. */
  send(page: Page): void {
    for (const update of this.#unsent.get(page)?.splice(0) ?? []) this.#log.push({ from: page, update });
  }

  /** A page hears what the server has; as one update where it comes back. */
  hear(page: Page, isMerged = false): void {
    const news = this.#log.slice(this.#heard.get(page)).filter(({ from }) => from !== page);
    this.#heard.set(page, this.#log.length);
    const updates = news.map(({ update }) => update);
    if (updates.length === 0) return;
    if (isMerged) this.#deliver(page.ydoc, Y.mergeUpdates(updates));
    else for (const update of updates) this.#deliver(page.ydoc, update);
  }

  /** Lets everybody hear everything, until nobody has anything to say. */
  settle(isMerged = false): void {
    for (let round = 0; round < 20; round++) {
      for (const page of this.#pages) this.send(page);
      for (const page of this.#pages) this.hear(page, isMerged);
      if (this.#pages.every((page) => this.#unsent.get(page)?.length === 0)) return;
    }
    throw new Error("the pages answer each other without an end");
  }
}
