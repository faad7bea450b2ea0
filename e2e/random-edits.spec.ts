import { createRandom } from "../trouble/random.ts";
import { expect, test } from "./fixtures.ts";
import { editAtRandom } from "./support/random-edits.ts";
import { agree, shownText } from "./support/shown.ts";

const isProof = process.env.QUIRE_PROVE === "1";

test("RT-1 after random edits by five people at once, everybody has the same document", async ({
  person,
  newDocument,
  content,
}, testInfo) => {
  const editingMs = isProof ? 60_000 : 12_000;
  const seed = Number(process.env.QUIRE_SEED ?? 1);
  console.log(`random edits with QUIRE_SEED=${seed}`);
  testInfo.setTimeout(editingMs + 180_000);
  const { id } = await newDocument({ markdown: "# Five people\n\n- one\n- two\n\nA line to write on.\n" });
  const people = await Promise.all(["Ada", "Ben", "Cleo", "Dora", "Emil"].map((name) => person(name)));
  await Promise.all(people.map(({ open }) => open(id)));

  const until = performance.now() + editingMs;
  const edits = await Promise.all(
    people.map((someone, index) => editAtRandom(someone, createRandom(seed + index), until)),
  );
  console.log(`${edits.join(" + ")} edits`);

  await Promise.all(people.map(({ saved }) => saved()));
  // Who comes now has what the server has.
  const late = await person();
  await late.open(id);
  await agree([...people, late]);
  expect(await shownText(late.editor)).toBe(await content(id));
});
