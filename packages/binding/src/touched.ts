import type * as Y from "yjs";
import type { ElementPart, Part, SealedPart, TextPart } from "./mirror.ts";
import type { Registry } from "./registry.ts";

/** What Yjs tells of one transaction. */
export type Events = readonly Y.YEvent<Y.AbstractType<unknown>>[];

/** The mirror's parts that a transaction of the shared document touched. */
export interface Touched {
  readonly texts: ReadonlyMap<TextPart, Y.YTextEvent>;
  readonly attributes: ReadonlySet<ElementPart>;
  readonly children: ReadonlySet<ElementPart>;
  readonly sealed: ReadonlySet<SealedPart>;
  /** These and all that are around one of them. */
  readonly paths: ReadonlySet<Part>;
  /** Those of the paths by what they are in. */
  readonly inside: ReadonlyMap<ElementPart, readonly Part[]>;
}

/** Finds the parts that events tell of. */
export function findTouched(events: Events, registry: Registry): Touched {
  const texts = new Map<TextPart, Y.YTextEvent>();
  const attributes = new Set<ElementPart>();
  const children = new Set<ElementPart>();
  const sealed = new Set<SealedPart>();
  for (const event of events) {
    const part = registry.around(event.target);
    if (part?.kind === "sealed") sealed.add(part);
    // What is new in an element is read with it.
    if (part === undefined || part.kind === "sealed" || part.type !== event.target) continue;
    if (part.kind === "text") texts.set(part, event as Y.YTextEvent);
    else {
      const { attributesChanged, childListChanged } = xmlChanges(event);
      if (attributesChanged.size > 0) attributes.add(part);
      if (childListChanged) children.add(part);
    }
  }
  const paths = new Set<Part>();
  const inside = new Map<ElementPart, Part[]>();
  for (const part of [...texts.keys(), ...attributes, ...children, ...sealed]) {
    for (let at: Part | null = part; at !== null && !paths.has(at); at = at.parent) {
      paths.add(at);
      if (at.parent) inside.set(at.parent, [...(inside.get(at.parent) ?? []), at]);
    }
  }
  return { texts, attributes, children, sealed, paths, inside };
}

/** What Yjs says of an element, beyond what its types say of it. */
function xmlChanges(event: unknown) {
  return event as { readonly attributesChanged: ReadonlySet<string>; readonly childListChanged: boolean };
}
