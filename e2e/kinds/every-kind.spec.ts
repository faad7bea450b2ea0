import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { blocksOfEveryKind } from "../../bench/src/kinds.ts";
import { root } from "../../scripts/lib/workspace.mjs";
import { expect, test } from "../fixtures.ts";

interface Node {
  readonly type: string;
  readonly content?: readonly Node[];
  readonly marks?: readonly { readonly type: string }[];
}

/** The names of all kinds and marks, from the files that say what they are. */
function names(): readonly string[] {
  const files = globSync("packages/schema/src/{blocks,inlines,marks}/*.ts", { cwd: root });
  const names = files.flatMap((file) =>
    [...readFileSync(path.join(root, file), "utf8").matchAll(/^ {2}name: "(\w+)",$/gm)].map(
      ([, name]) => name,
    ),
  );
  expect(names.length).toBeGreaterThan(25);
  return names.filter((name) => name !== undefined);
}

function namesIn(node: Node): readonly string[] {
  const { type, content = [], marks = [] } = node;
  return [type, ...marks.map((mark) => mark.type), ...content.flatMap(namesIn)];
}

test("a document with every kind in it is shown whole: nothing is sealed, and nothing of it asks another site", async ({
  person,
  newDocument,
  content,
}) => {
  const { id } = await newDocument({ markdown: blocksOfEveryKind(120).join("\n\n") });
  const { document } = JSON.parse(await content(id, "json")) as { document: Node };
  const found = new Set(namesIn(document));
  expect(names().filter((name) => !found.has(name))).toEqual([]);
  const a = await person();
  await a.open(id);
  await expect(a.editor.locator(".quire-embed")).not.toHaveCount(0);
  await expect(a.editor.locator(".quire-sealed")).toHaveCount(0);
});
