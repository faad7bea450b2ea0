import { expect, test } from "vitest";
import { languages } from "../languages.ts";
import { tokensOf } from "./tokens.ts";

async function coloured(language: string, code: string): Promise<readonly string[]> {
  const find = await tokensOf(language);
  return (find?.(code) ?? []).map(({ from, to, kind }) => `${kind} ${code.slice(from, to)}`);
}

test("ED-7 code is told by its parts, also inside one another", async () => {
  expect(await coloured("typescript", "const a = 'one'; // end 2")).toEqual([
    "keyword const",
    "string 'one'",
    "comment // end 2",
  ]);
  expect(await coloured("py", 'def read(name):\n  return "x", 12')).toEqual([
    "keyword def",
    "name read",
    "keyword return",
    'string "x"',
    "number 12",
  ]);
});

/** What is drawn, and not coloured. */
const drawn = new Set(["math", "mermaid"]);

test.each(languages.filter(({ id }) => !drawn.has(id)))(
  "ED-7 $label has colours",
  async ({ id, aliases = [] }) => {
    for (const name of [id, ...aliases]) expect(await tokensOf(name)).toBeDefined();
  },
);

test("a language that nobody knows has none, also one that is called as something that every object has", async () => {
  for (const name of ["brainfuck", "", "constructor", "__proto__"])
    expect(await tokensOf(name)).toBeUndefined();
});

const pieces = `<b> /* */ " ' \` \${ } \\ // # <!-- --> 😀 if x1 ''' 7 \n`.split(" ");

test("tokens stand in the code in their order and never overlap, whatever is in it", async () => {
  for (const { id } of languages) {
    const find = await tokensOf(id);
    for (let seed = 1; find !== undefined && seed <= 40; seed++) {
      let state = seed;
      const code = Array.from({ length: 60 }, () => {
        state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
        return pieces[state % pieces.length];
      }).join(" ");
      let end = 0;
      for (const { from, to } of find(code)) {
        expect(from, code).toBeGreaterThanOrEqual(end);
        expect(to, code).toBeGreaterThan(from);
        end = to;
      }
      expect(end).toBeLessThanOrEqual(code.length);
    }
  }
});
