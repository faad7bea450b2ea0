import { existsSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const root = new URL("../../", import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), "utf8");
const page = read("docs/what-saved-means.md");

/** A link to a test: its text, the file as the page names it, and how the test's title begins. */
const testLink = /\[[^\]]+\]\(\.\.\/([^)\s]+) "([^"]+)"\)/g;

/** Says what the links below are. */
const isIntroduction = /^Behind each of these /;

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

it("each sentence of docs/what-saved-means.md below its headings names its test", () => {
  const headings = [...page.matchAll(/^## (.+)$/gm)].map(([, heading = ""]) => heading);
  expect(headings).toEqual([
    "The words",
    "What happens when",
    "What no word promises",
    "For those who run a server",
  ]);
  for (const heading of headings) {
    const said = sentencesOf(section(heading));
    expect(said.length).toBeGreaterThan(2);
    expect(said.filter((sentence) => !sentence.includes("<test>"))).toEqual([]);
  }
});

it("a sentence that names no test is found, wherever it stands", () => {
  const linked = '([test](../a.test.ts "S1 it holds"))';
  const text = `- **One** holds ${linked}. Two does not.\n- **Three.** It holds, too ${linked}.\n\nFour?`;
  expect(sentencesOf(text).filter((sentence) => !sentence.includes("<test>"))).toEqual([
    "Two does not.",
    "Four?",
  ]);
});

/** What is said in a part of the page, its links to tests as `<test>`; neither what a list begins its points with, nor what leads to one. */
function sentencesOf(text: string): readonly string[] {
  return text
    .split(/\n(?=- )|\n\n/)
    .map((paragraph) => paragraph.trim().replaceAll(/\s+/g, " "))
    .filter((paragraph) => paragraph !== "" && !isIntroduction.test(paragraph))
    .flatMap((paragraph) =>
      paragraph
        .replace(/^- \*\*[^*]+\.\*\* /, "")
        .replaceAll(testLink, "<test>")
        .split(/(?<=[.!?]) +(?=[A-Z"*`])/),
    );
}

it("each word that a page shows for how it stands is explained in docs/what-saved-means.md", () => {
  const [, words = ""] =
    /^function status\(.*\) \{\n([\s\S]*?)\n\}/m.exec(read("apps/web/src/words/en.ts")) ?? [];
  const shown = [...words.matchAll(/^ {4}\w+: "([^"]+)",$/gm)].map(([, word = ""]) => word);
  expect(shown.length).toBeGreaterThan(5);
  expect(shown.filter((word) => !section("The words").includes(`**${word}**`))).toEqual([]);
});
