import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { filesBelow } from "../lib/fingerprint.mjs";
import { root } from "../lib/workspace.mjs";

interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly exports?: Readonly<Record<string, string>>;
  readonly publishConfig?: { readonly exports: Readonly<Record<string, unknown>> };
}

/** Who imports whom. A package is a wall: an arrow is added here on purpose or not at all. */
const arrows: Readonly<Record<string, readonly string[]>> = {
  "@quire/app-server": ["@quire/people", "@quire/protocol", "@quire/server"],
  "@quire/web": ["@quire/client", "@quire/editor", "@quire/protocol", "@quire/schema"],
  "@quire/protocol": [],
  "@quire/schema": [],
  "@quire/client": ["@quire/protocol"],
  "@quire/binding": [],
  "@quire/editor": ["@quire/binding", "@quire/schema"],
  "@quire/server": ["@quire/protocol", "@quire/schema"],
  "@quire/people": ["@quire/protocol", "@quire/server"],
};

/** Faces beside a package's index, each for somebody who must not load the rest. */
const furtherFaces: Readonly<Record<string, readonly string[]>> = {
  "@quire/client": ["./device"],
  "@quire/editor": ["./editor.css"],
  "@quire/schema": ["./convert"],
  "@quire/server": ["./tokens"],
};

const folders = ["apps", "packages"].flatMap((folder) =>
  readdirSync(path.join(root, folder)).map((name) => `${folder}/${name}`),
);
const manifests = folders.map(
  (folder): Manifest => JSON.parse(readFileSync(path.join(root, folder, "package.json"), "utf8")),
);

// Biome refuses an import that the package.json does not name, and a devDependency outside of tests; tsc refuses a
// path that leaves the package. So the arrows between packages are those of the package.json files.
describe("the arrows between the packages", () => {
  test("are the ones that were drawn", () => {
    const drawn = manifests.map(({ name, dependencies = {}, peerDependencies = {} }) => [
      name,
      Object.keys({ ...dependencies, ...peerDependencies })
        .filter((other) => other.startsWith("@quire/"))
        .sort(),
    ]);
    expect(Object.fromEntries(drawn)).toEqual(arrows);
  });

  test("end at a package's face", () => {
    for (const { name, exports = {}, publishConfig } of manifests) {
      const further = Object.keys(exports).filter((entry) => entry !== ".");
      expect(further, name).toEqual(furtherFaces[name] ?? []);
      expect(Object.keys(publishConfig?.exports ?? {}), name).toEqual(Object.keys(exports));
    }
  });

  test("do not come from the end-to-end tests, the bench and the troubles: they drive the apps", () => {
    const sources = ["e2e", "bench", "trouble"].flatMap((folder) =>
      filesBelow(folder, (name) => !name.endsWith(".json")),
    );
    const reaching = sources.filter((file) =>
      /from "(@quire\/|[./]+(packages|apps)\/)/.test(readFileSync(path.join(root, file), "utf8")),
    );
    expect(reaching).toEqual([]);
  });
});
