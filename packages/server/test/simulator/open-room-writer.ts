import * as Y from "yjs";
import type { Random } from "../../../../trouble/random.ts";

/** Does one thing that another editor might do in an open room: maps, lists, embeds, types in types. */
export function writeFreely(ydoc: Y.Doc, random: Random): void {
  random.pick(edits)(ydoc, random);
}

const edits: readonly ((ydoc: Y.Doc, random: Random) => void)[] = [
  (ydoc, random) => ydoc.getMap("map").set(`key-${random.below(5)}`, random.below(1_000)),
  (ydoc, random) => ydoc.getMap("map").set("list", Y.Array.from([random.below(9), { deep: [true, null] }])),
  (ydoc, random) => ydoc.getMap("map").delete(`key-${random.below(5)}`),
  (ydoc, random) => insertItem(ydoc.getArray("list"), random),
  (ydoc, random) => deleteItem(ydoc.getArray("list"), random),
  (ydoc, random) => writeText(ydoc.getText("text"), random),
  (ydoc, random) => eraseText(ydoc.getText("text"), random),
];

function insertItem(list: Y.Array<unknown>, random: Random): void {
  const item = random.pick([1, "words", Uint8Array.of(1, 2), new Y.Map([["inner", new Y.Text("x")]])]);
  list.insert(random.below(list.length + 1), [item]);
}

function deleteItem(list: Y.Array<unknown>, random: Random): void {
  if (list.length > 0) list.delete(random.below(list.length), 1);
}

function writeText(text: Y.Text, random: Random): void {
  const at = random.below(text.length + 1);
  if (random.chance(0.3)) text.insertEmbed(at, { image: "a.png" });
  else text.insert(at, "some words ", random.chance(0.3) ? { bold: true } : {});
}

function eraseText(text: Y.Text, random: Random): void {
  if (text.length === 0) return;
  const at = random.below(text.length);
  text.delete(at, 1 + random.below(text.length - at));
}
