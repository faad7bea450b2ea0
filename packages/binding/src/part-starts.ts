import type { Node } from "prosemirror-model";
import type { ElementPart, Part } from "./mirror.ts";

/** Where the parts of one element start, as of its node; and which they are, which typing does not change. */
interface Starts {
  readonly parts: readonly Part[];
  readonly places: ReadonlyMap<Part, number>;
  readonly node: Node;
  readonly offsets: Float64Array;
}

/**
 * Knows where each part of the mirror starts in the view. An element's parts are counted once for each of its versions, when
 * one of them is asked for: two hundred places in ten thousand blocks cost one walk over them.
 */
export class PartStarts {
  readonly #known = new WeakMap<ElementPart, Starts>();

  /** Undefined where the part is not in what the view shows, or not any more. */
  find(part: Part): number | undefined {
    if (part.item?.deleted === true) return undefined;
    const { parent } = part;
    if (parent === null) return -1;
    const around = this.find(parent);
    const { places, offsets } = this.#startsIn(parent);
    const inside = offsets[places.get(part) ?? -1];
    return around === undefined || inside === undefined ? undefined : around + 1 + inside;
  }

  #startsIn(element: ElementPart): Starts {
    const { parts, node } = element;
    const known = this.#known.get(element);
    const isSame = known?.parts === parts;
    if (isSame && known.node === node) return known;
    const places = isSame ? known.places : new Map(parts.map((part, index) => [part, index]));
    const starts = { parts, places, node, offsets: offsetsOf(parts) };
    this.#known.set(element, starts);
    return starts;
  }
}

function offsetsOf(parts: readonly Part[]): Float64Array {
  const offsets = new Float64Array(parts.length);
  let offset = 0;
  for (const [index, part] of parts.entries()) {
    offsets[index] = offset;
    offset += part.size;
  }
  return offsets;
}
