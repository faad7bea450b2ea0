import { fragmentName, titleName } from "@quire/schema";
import * as Y from "yjs";
import { NamedRanges } from "../gate/named-ranges.ts";
import {
  type Ground,
  inCollected,
  inText,
  type Kind,
  kindOf,
  type Place,
  placeOfValue,
} from "../gate/structure.ts";

/** What stands where in a document: what the gate wrote down when it let it in, short of what Yjs has forgotten. */
export function surveyStructure(ydoc: Y.Doc): Ground {
  const ground = { places: new NamedRanges(), kinds: new NamedRanges() };
  // Asking for a root tells Yjs what type it is.
  const roots = new Map<unknown, Place>([
    [ydoc.getXmlFragment(fragmentName), fragmentName],
    [ydoc.getText(titleName), titleName],
  ]);
  for (const structs of ydoc.store.clients.values()) {
    for (const struct of structs) {
      const { client, clock } = struct.id;
      const place = struct instanceof Y.Item ? placeOf(struct, roots) : inCollected;
      const kind = struct instanceof Y.Item ? kindOfContent(struct.content, place) : undefined;
      if (place !== inText) ground.places.add(place, client, clock, struct.length);
      if (kind !== undefined) ground.kinds.add(kind, client, clock, struct.length);
    }
  }
  return ground;
}

function placeOf(item: Y.Item, roots: ReadonlyMap<unknown, Place>): Place {
  const { parent, parentSub } = item;
  if (parent instanceof Y.XmlElement)
    return parentSub === null ? parent.nodeName : placeOfValue(parent.nodeName, parentSub);
  if (parent instanceof Y.XmlText && parent.parent instanceof Y.XmlElement)
    return kindOf(parent, parent.parent.nodeName) ?? inCollected;
  return roots.get(parent) ?? inCollected;
}

function kindOfContent(content: unknown, place: Place): Kind | undefined {
  return content instanceof Y.ContentType ? kindOf(content.type, place) : undefined;
}
