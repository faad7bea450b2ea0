import type { Node } from "prosemirror-model";
import { canSplit } from "prosemirror-transform";
import type { Random } from "../../../trouble/random.ts";
import {
  box,
  type Delivery,
  type Found,
  type Page,
  p,
  people,
  pre,
  Relay,
  schema,
  type Writer,
} from "./rescue-pages.ts";

/** How a random walk goes. */
export interface WalkOptions {
  readonly random: Random;
  readonly writers: readonly Writer[];
  readonly deliver: Delivery;
  /** How many times the lines are held, and everybody hears everything. */
  readonly rounds: number;
  /** How many people rebuild something while the lines are held; all of them type. */
  readonly builders: number;
}

/** What was done, and what is wrong with what came of it. */
export interface Walked {
  readonly log: readonly string[];
  readonly faults: readonly string[];
  /** Words that went with a block, of which their writer was told. */
  readonly told: number;
  readonly typed: number;
}

/** People type words that are told apart, and rebuild the document; their lines are slow and now and then held. */
export function walk(options: WalkOptions): Walked {
  return new Walk(options).run();
}

class Walk {
  readonly #options: WalkOptions;
  readonly #pages: readonly Page[];
  readonly #relay: Relay;
  readonly #log: string[] = [];
  readonly #typed: string[] = [];
  /** Words that somebody deleted who saw them. */
  readonly #deleted = new Set<string>();
  #ids = 0;

  constructor(options: WalkOptions) {
    this.#options = options;
    this.#typed.push(..."abcdef".split("").map((_, at) => wordOf(at)));
    this.#pages = people(options.writers, [
      p("1", wordOf(0)),
      p("2", wordOf(1)),
      box("3", [p("4", wordOf(2)), p("5", wordOf(3))]),
      pre("6", wordOf(4)),
      box("7", [p("8", wordOf(5))]),
    ]);
    this.#relay = new Relay(this.#pages, options.deliver);
  }

  run(): Walked {
    for (let round = 0; round < this.#options.rounds; round++) this.#round();
    const told = this.#told();
    return { log: this.#log, faults: this.#faults(told), told: told.size, typed: this.#typed.length };
  }

  /** Everybody edits without having heard of the others; then they hear, in any order. */
  #round(): void {
    const { random, builders } = this.#options;
    const first = random.below(this.#pages.length);
    for (const [at, page] of this.#pages.entries()) {
      const builds = (at + this.#pages.length - first) % this.#pages.length < builders;
      const before = random.below(3);
      for (let word = 0; word < before; word++) this.#type(page, this.#blocks(page));
      if (builds) this.#build(page);
      const after = random.below(3);
      for (let word = 0; word < after; word++) this.#type(page, this.#blocks(page));
    }
    for (let turn = 0; turn < 4; turn++) {
      const page = random.pick(this.#pages);
      if (random.below(2) === 0) this.#relay.send(page);
      else this.#relay.hear(page, random.below(2) === 0);
    }
    this.#note("all hear");
    this.#relay.settle(random.below(2) === 0);
  }

  #build(page: Page): void {
    const { random } = this.#options;
    const found = this.#blocks(page);
    if (found.length === 0) return;
    const one = random.pick(found);
    const edits = [
      this.#split,
      this.#join,
      this.#move,
      this.#move,
      this.#turn,
      this.#wrap,
      this.#lift,
      this.#delete,
    ];
    random.pick(edits).call(this, page, one);
  }

  #type(page: Page, found: readonly Found[]): void {
    const { random } = this.#options;
    const lines = found.filter(({ node }) => node.isTextblock && node.attrs.id !== null);
    const word = wordOf(this.#typed.length);
    this.#typed.push(word);
    const line = lines.length === 0 ? undefined : random.pick(lines);
    if (line === undefined) {
      page.edit((tr) => tr.insert(0, p(this.#newId(), word)));
      return this.#note(`${page.ydoc.clientID} adds ${word}`);
    }
    const offset = this.#gap(line.node);
    page.type(String(line.node.attrs.id), offset, word);
    this.#note(`${page.ydoc.clientID} types ${word} in ${line.node.attrs.id} at ${offset}`);
  }

  #split(page: Page, { node, pos }: Found): void {
    const offset = this.#gap(node);
    if (!node.isTextblock || !canSplit(page.doc, pos + 1 + offset)) return;
    const attrs = { id: this.#newId() };
    page.edit((tr) => tr.split(pos + 1 + offset, 1, [{ type: node.type, attrs }]));
    this.#note(`${page.ydoc.clientID} splits ${node.attrs.id} at ${offset}: ${attrs.id}`);
  }

  #join(page: Page, { node, pos }: Found): void {
    const before = page.doc.resolve(pos).nodeBefore;
    if (before?.type !== schema.nodes.paragraph || node.type !== before.type) return;
    page.edit((tr) => tr.join(pos));
    this.#note(`${page.ydoc.clientID} joins ${node.attrs.id} to ${before.attrs.id}`);
  }

  #move(page: Page, { node, pos }: Found): void {
    const end = pos + node.nodeSize;
    const places = [0, ...this.#blocks(page).map((block) => block.pos + block.node.nodeSize)];
    const free = places.filter((place) => place < pos || place > end);
    if (free.length === 0) return;
    const to = this.#options.random.pick(free);
    page.edit((tr) => {
      tr.delete(pos, end);
      tr.insert(tr.mapping.map(to), node);
    });
    this.#note(`${page.ydoc.clientID} moves ${node.attrs.id} to ${to}`);
  }

  #turn(page: Page, { node, pos }: Found): void {
    if (!node.isTextblock) return;
    const { paragraph, code_block } = schema.nodes;
    const type = node.type === paragraph ? code_block : paragraph;
    page.edit((tr) => tr.replaceWith(pos, pos + node.nodeSize, type.create(node.attrs, node.content)));
    this.#note(`${page.ydoc.clientID} turns ${node.attrs.id} into ${type.name}`);
  }

  #wrap(page: Page, { node, pos }: Found): void {
    const id = this.#newId();
    page.edit((tr) => tr.replaceWith(pos, pos + node.nodeSize, box(id, [node])));
    this.#note(`${page.ydoc.clientID} wraps ${node.attrs.id} in ${id}`);
  }

  #lift(page: Page, { node, pos }: Found): void {
    if (node.type !== schema.nodes.callout) return;
    page.edit((tr) => tr.replaceWith(pos, pos + node.nodeSize, node.content));
    this.#note(`${page.ydoc.clientID} lifts what is in ${node.attrs.id}`);
  }

  #delete(page: Page, { node, pos }: Found): void {
    if (this.#options.random.below(3) > 0) return;
    for (const word of wordsIn(node)) this.#deleted.add(word);
    page.edit((tr) => tr.delete(pos, pos + node.nodeSize));
    this.#note(`${page.ydoc.clientID} deletes ${node.attrs.id}`);
  }

  #blocks(page: Page): readonly Found[] {
    const found: Found[] = [];
    page.doc.descendants((node, pos) => {
      if (node.isBlock) found.push({ node, pos });
    });
    return found;
  }

  /** Between two words. */
  #gap({ textContent }: Node): number {
    const ends = [...textContent.matchAll(words)].map(({ index, 0: word }) => index + word.length);
    const gaps = [0, ...ends];
    return this.#options.random.pick(gaps);
  }

  #newId(): string {
    return `n${++this.#ids}`;
  }

  #note(what: string): void {
    this.#log.push(what);
  }

  #told(): ReadonlySet<string> {
    const told = this.#pages.flatMap(({ lost }) => lost.flatMap(({ text }) => text.match(words) ?? []));
    return new Set(told);
  }

  #faults(told: ReadonlySet<string>): readonly string[] {
    const faults: string[] = [];
    const [first] = this.#pages;
    if (first === undefined) return ["nobody is there"];
    for (const { doc, ydoc } of this.#pages) if (!doc.eq(first.doc)) faults.push(`${ydoc.clientID} differs`);
    const count = new Map<string, number>();
    for (const word of wordsIn(first.doc)) count.set(word, (count.get(word) ?? 0) + 1);
    for (const word of this.#typed) {
      const times = count.get(word) ?? 0;
      if (times > 1) faults.push(`${word} is there ${times} times`);
      if (times === 0 && !this.#deleted.has(word) && !told.has(word)) faults.push(`${word} is gone`);
    }
    return faults;
  }
}

function wordsIn(node: Node): readonly string[] {
  return node.textBetween(0, node.content.size, "\n").match(words) ?? [];
}

/** A word that begins and ends as no other does, so that no letter of it can be taken for another's. */
function wordOf(number: number): string {
  return String.fromCodePoint(0x4e00 + 2 * number) + number + String.fromCodePoint(0x4e01 + 2 * number);
}

const words = /[\u4e00-\u9fff]\d+[\u4e00-\u9fff]/gu;
