import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { createRandom } from "../../../../trouble/random.ts";
import { printedSeed, runs } from "../../../../trouble/runs.ts";
import { Writer } from "../../test/writer.ts";
import { DocIndex, type News } from "./doc-index.ts";
import { judge, judgeWhole } from "./gate.ts";
import { judgeKeystroke } from "./keystroke.ts";

/** What the news say, in a form that compares. */
function told({ clocks, deletes, places, kinds, ...rest }: News) {
  const lists = [[...clocks], [...deletes.runs()], [...places.clients()], [...kinds.clients()]];
  return { lists, ...rest };
}

/** Whether the update was judged as a keystroke; if so, the gate's own way must say the same. */
function compare(update: Uint8Array, index: DocIndex): boolean {
  let isKeystroke = false;
  for (const schema of [true, false]) {
    const news = judgeKeystroke(update, index, schema);
    if (news === undefined) continue;
    const whole = judgeWhole(update, index, { schema });
    expect({ ...whole, news: whole.type === "news" ? told(whole.news) : undefined }).toEqual({
      type: "news",
      news: told(news),
    });
    isKeystroke = true;
  }
  return isKeystroke;
}

describe("a keystroke", () => {
  it("G1 is known for one where somebody types, in a text, in code and in the title", () => {
    const ydoc = new Y.Doc();
    const index = new DocIndex();
    const updates: Uint8Array[] = [];
    ydoc.on("update", (update: Uint8Array) => updates.push(update));
    const block = new Y.XmlElement("paragraph");
    const code = new Y.XmlElement("code_block");
    ydoc.getXmlFragment("document").insert(0, [block, code]);
    block.insert(0, [new Y.XmlText("ab")]);
    code.insert(0, [new Y.XmlText("ab")]);
    const texts = [block.get(0) as Y.XmlText, code.get(0) as Y.XmlText, ydoc.getText("title")];
    texts[2]?.insert(0, "ab");
    for (const update of updates.splice(0)) {
      const verdict = judge(update, index, { schema: true });
      if (verdict.type === "news") index.take(verdict.news);
    }
    for (const [at, text] of texts.entries()) {
      text.insert(1, "typed");
      const [update = new Uint8Array()] = updates.splice(0);
      const news = judgeKeystroke(update, index, true);
      expect(news?.touchesTitle).toBe(at === 2);
      expect(compare(update, index)).toBe(true);
      if (news !== undefined) index.take(news);
    }
    texts[0]?.insert(2, "é");
    expect(compare(updates[0] ?? new Uint8Array(), index), "the gate's own way reads other letters").toBe(
      false,
    );
  });

  it("G1 is judged as the gate's own way judges it, whatever its bytes", () => {
    const random = createRandom(printedSeed("keystrokes"));
    let keystrokes = 0;
    for (let round = 0; round < runs(200, 5_000); round++) {
      const writer = new Writer(random, 1 + random.below(300));
      const index = new DocIndex();
      for (let step = 0; step < 30; step++) {
        writer.edit();
        for (const update of writer.updates.splice(0)) {
          if (compare(update, index)) keystrokes++;
          for (let times = 0; times < 20; times++) {
            const other = Uint8Array.from(update);
            other[random.below(other.length)] = random.below(256);
            compare(random.chance(0.2) ? other.subarray(0, random.below(other.length)) : other, index);
          }
          const verdict = judge(update, index, { schema: true });
          if (verdict.type === "news") index.take(verdict.news);
        }
      }
      writer.destroy();
    }
    expect(keystrokes).toBeGreaterThan(100);
  });
});
