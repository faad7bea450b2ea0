import { existsSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const root = new URL("../../", import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), "utf8");
const page = read("docs/what-saved-means.md");

/** A link to a test: its text, the file as the page names it, and how the test's title begins. */
const testLink = /\[[^\]]+\]\(\.\.\/([^)\s]+) "([^"]+)"\)/g;

/** What stands under a heading. */
function section(heading: string): string {
  const found = page.split(/^## /m).find((each) => each.startsWith(`${heading}\n`));
  if (found === undefined) throw new Error(`docs/what-saved-means.md has no heading "${heading}"`);
  return found.slice(heading.length);
}

it("each test that docs/what-saved-means.md names is there", () => {
  const links = [...page.matchAll(testLink)];
  expect(links.length).toBeGreaterThan(20);
  const isThere = (file: string, title: string): boolean => {
    if (!existsSync(new URL(file, root))) return false;
    const source = read(file);
    return [`"${title}`, `\`${title}`].some((beginning) => source.includes(beginning));
  };
  const dead = links.filter(([, file = "", title = ""]) => !isThere(file, title));
  expect(dead.map(([, file, title]) => `${file}: ${title}`)).toEqual([]);
});

it("each sentence of docs/what-saved-means.md that promises something names its test", () => {
  for (const heading of ["The words", "What happens when"]) {
    const paragraphs = section(heading).split(/\n(?=- )|\n\n/);
    const sentences = paragraphs.flatMap((paragraph) =>
      paragraph
        .replaceAll("\n", " ")
        .replaceAll(testLink, "<test>")
        .split(/(?<=[.!?]) +(?=[A-Z])/),
    );
    const said = sentences.filter((sentence) => sentence.trim() !== "");
    expect(said.length).toBeGreaterThan(5);
    expect(said.filter((sentence) => !sentence.includes("<test>"))).toEqual([]);
  }
});

it("each word that a page shows for how it stands is explained in docs/what-saved-means.md", () => {
  const [, words = ""] =
    /^function status\(.*\) \{\n([\s\S]*?)\n\}/m.exec(read("apps/web/src/words/en.ts")) ?? [];
  const shown = [...words.matchAll(/^ {4}\w+: "([^"]+)",$/gm)].map(([, word = ""]) => word);
  expect(shown.length).toBeGreaterThan(5);
  expect(shown.filter((word) => !section("The words").includes(`**${word}**`))).toEqual([]);
});
