import { Fragment, type Node } from "prosemirror-model";
import { type Mappable, Step, StepMap, StepResult } from "prosemirror-transform";

/** Text to put in place of what stands from here to there, in one line of text. */
export interface TextChange {
  readonly from: number;
  readonly to: number;
  readonly content: Fragment;
}

/**
 * Many small replacements of text as one step: made one after the other, thousands of them would each copy the document.
 * Positions are those before all of them, in their order, and none reaches over another.
 */
export class ReplaceTextsStep extends Step {
  readonly #changes: readonly TextChange[];

  constructor(changes: readonly TextChange[]) {
    super();
    this.#changes = changes;
  }

  override apply(doc: Node): StepResult {
    return StepResult.ok(doc.copy(changed(doc, 0, this.#changes)));
  }

  override getMap(): StepMap {
    return new StepMap(this.#changes.flatMap(({ from, to, content }) => [from, to - from, content.size]));
  }

  override invert(doc: Node): Step {
    let moved = 0;
    return new ReplaceTextsStep(
      this.#changes.map(({ from, to, content }) => {
        const start = from + moved;
        moved += content.size - (to - from);
        return { from: start, to: start + content.size, content: doc.slice(from, to).content };
      }),
    );
  }

  override map(mapping: Mappable): Step | null {
    const moved = this.#changes.flatMap(({ from, to, content }) => {
      const [start, end] = [mapping.mapResult(from, 1), mapping.mapResult(to, -1)];
      const isGone = start.deletedAcross && end.deletedAcross;
      return isGone ? [] : [{ from: start.pos, to: Math.max(start.pos, end.pos), content }];
    });
    return moved.length > 0 ? new ReplaceTextsStep(moved) : null;
  }

  override toJSON(): unknown {
    const changes = this.#changes.map(({ from, to, content }) => ({ from, to, content: content.toJSON() }));
    return { stepType: "replaceTexts", changes };
  }
}

/** What is in a node, after the changes in it. */
function changed(node: Node, start: number, changes: readonly TextChange[]): Fragment {
  const children: Node[] = [];
  let next = 0;
  let pos = start;
  let done = start;
  for (const child of node.children) {
    const end = pos + child.nodeSize;
    const first = next;
    while (isWithin(changes[next], end, child.isText)) next++;
    const inside = changes.slice(first, next);
    if (child.isText) {
      for (const { from, to, content } of inside) {
        if (from > done) children.push(child.cut(done - pos, from - pos));
        children.push(...content.content);
        done = to;
      }
      if (end > done) children.push(child.cut(Math.max(0, done - pos)));
    } else {
      children.push(inside.length > 0 ? child.copy(changed(child, pos + 1, inside)) : child);
    }
    done = Math.max(done, end);
    pos = end;
  }
  return Fragment.from(children);
}

/** Text takes what is to stand behind its last letter, too. */
function isWithin(change: TextChange | undefined, end: number, isText: boolean): boolean {
  return change !== undefined && (isText ? change.from <= end : change.from < end);
}
