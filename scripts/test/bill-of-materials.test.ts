import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { root } from "../lib/workspace.mjs";

const read = (file: string): string => readFileSync(path.join(root, file), "utf8");
const chapter = /^## What it is made of\n(.*?)^## /ms.exec(read("docs/self-hosting.md"))?.[1] ?? "";
const lockfile = read("pnpm-lock.yaml");

/** What the lockfile has below a heading, by its entries. */
function entriesOf(heading: string): Map<string, string> {
  const [, part = ""] = lockfile.split(new RegExp(`^${heading}:\n`, "m"));
  const entries = part.split(/^\S/m, 1)[0]?.split(/^ {2}(?=\S)/m) ?? [];
  return new Map(entries.map((entry) => [/^'?(.*?)'?:(?: \{\})?\n/.exec(entry)?.[1] ?? "", entry] as const));
}

/** The packages that one part of an entry names, as `snapshots` calls them; links among ours are none. */
function namedIn(entry: string, pattern: RegExp): string[] {
  const parts = entry.split(/^ {4}(?=\S)/m).filter((part) => /^(optionalD|d)ependencies:/.test(part));
  return parts
    .flatMap((part) => [...part.matchAll(pattern)])
    .flatMap(([, name = "", version = ""]) => {
      if (version.startsWith("link:")) return [];
      return snapshots.has(`${name}@${version}`) ? `${name}@${version}` : version;
    });
}

const snapshots = entriesOf("snapshots");

/** All that Quire's packages need to run, and what that needs, as `name@version`. */
function needed(): string[] {
  const wanted = [...entriesOf("importers").values()].flatMap((entry) =>
    namedIn(entry, /^ {6}'?([^\s':]+)'?:\n {8}specifier: .*\n {8}version: '?([^\s']+)/gm),
  );
  const found = new Set(wanted);
  for (const name of found)
    for (const other of namedIn(snapshots.get(name) ?? "", /^ {6}'?([^\s':]+)'?: '?([^\s']+)/gm))
      found.add(other);
  return [...new Set([...found].map((name) => name.replace(/\(.*/, "")))];
}

/** What an installed package says of its licence; undefined where this machine has no use for the package. */
function licenceOf(versioned: string): unknown {
  const name = versioned.slice(0, versioned.lastIndexOf("@"));
  const folder = `node_modules/.pnpm/${versioned.replace("/", "+")}{,_*}/node_modules/${name}`;
  const [file] = globSync(`${folder}/package.json`, { cwd: root });
  if (file === undefined) return undefined;
  return (JSON.parse(read(file)) as { license?: unknown }).license ?? "none";
}

test("threat D24 the list of what Quire is made of is made by the pnpm that installs it, of what it needs to run", () => {
  const commands = [...chapter.matchAll(/^ {4}npx (\S+) (\w+) (.*)$/gm)];
  expect(commands.map(([, , command]) => command)).toEqual(["sbom", "audit"]);
  for (const [, program = "", , options = ""] of commands) {
    expect(read("scripts/lib/install.mjs")).toContain(`["--yes", "${program}", "install"`);
    expect(options.split(" ")).toContain("--prod");
  }
});

test("threat D24 all that Quire needs to run says its licence, but what is named in the documentation", () => {
  const all = needed();
  for (const name of ["fastify", "lmdb", "ws", "yjs", "prosemirror-view", "msgpackr", "orderedmap"])
    expect(all.join(" ")).toMatch(new RegExp(`(^| )${name}@`));
  expect(all.join(" ")).not.toMatch(/(^| )(vitest|vite|typescript|knip|oxlint|@playwright\/test)@/);
  const licences = all.map((name) => [name, licenceOf(name)] as const);
  expect(licences.filter(([, licence]) => licence !== undefined).length).toBeGreaterThan(200);
  const silent = licences.flatMap(([name, licence]) =>
    licence === "none" ? [name.replace(/@[^@]*$/, "")] : [],
  );
  const [, named = ""] = /say their licence[^:]*: (.*?)\.$/ms.exec(chapter) ?? [];
  expect(silent).toEqual([...named.matchAll(/`([^`]+)`/g)].map(([, name]) => name));
  const free =
    /^\(?(MIT|MIT-0|ISC|0BSD|BSD-[23]-Clause|Apache-2\.0|BlueOak-1\.0\.0|Unlicense|OFL-1\.1|EPL-2\.0|MPL-2\.0)\b/;
  for (const [name, licence] of licences)
    if (licence !== undefined && licence !== "none") expect(licence, name).toMatch(free);
});
