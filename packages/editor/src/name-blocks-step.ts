import { Fragment, type Node } from "prosemirror-model";
import { type Mappable, Step, StepMap, StepResult } from "prosemirror-transform";

/** The id that the block behind a position is to have. */
export type BlockNames = ReadonlyMap<number, unknown>;

/** Gives many blocks their ids as one step: one after the other, thousands would each copy the document. */
export class NameBlocksStep extends Step {
  readonly #names: BlockNames;

  constructor(names: BlockNames) {
    super();
    this.#names = names;
  }

  override apply(doc: Node): StepResult {
    if ([...this.#names.keys()].some((pos) => !doc.nodeAt(pos)?.isBlock))
      return StepResult.fail("No such block");
    return StepResult.ok(doc.copy(this.#named(doc, 0, this.#places())));
  }

  override getMap(): StepMap {
    return StepMap.empty;
  }

  override invert(doc: Node): Step {
    return new NameBlocksStep(
      new Map(
        [...this.#names.keys()].map((pos): [number, unknown] => [pos, doc.nodeAt(pos)?.attrs.id ?? null]),
      ),
    );
  }

  /** Who moved the blocks names them anew: the ids belong to the change that this one ends. */
  override map(_mapping: Mappable): Step | null {
    return null;
  }

  override toJSON(): unknown {
    return { stepType: "nameBlocks", names: [...this.#names] };
  }

  #places(): readonly number[] {
    return [...this.#names.keys()].toSorted((a, b) => a - b);
  }

  /** What is in a flow that begins at this position, with those names that stand in it. */
  #named(flow: Node, start: number, places: readonly number[]): Fragment {
    let pos = start;
    let next = 0;
    const blocks = flow.children.map((node) => {
      const first = next;
      const end = pos + node.nodeSize;
      while ((places[next] ?? end) < end) next++;
      const inside = places.slice(first, next).filter((place) => place > pos);
      const content = inside.length > 0 ? this.#named(node, pos + 1, inside) : node.content;
      const isNamed = this.#names.has(pos);
      const attrs = isNamed ? { ...node.attrs, id: this.#names.get(pos) } : node.attrs;
      pos = end;
      return isNamed || content !== node.content ? node.type.create(attrs, content, node.marks) : node;
    });
    return Fragment.fromArray(blocks);
  }
}
