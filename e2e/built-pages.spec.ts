import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "./fixtures.ts";

const folder = fileURLToPath(new URL("../apps/web/dist/", import.meta.url));

/** What each kind of file is said to be; a kind that nobody has thought of is an error. */
const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};

/** What `default-src` does not stand for has to be said of its own. */
const said = [
  /default-src 'none'/,
  /base-uri 'none'/,
  /form-action '(?:none|self)'/,
  /frame-ancestors '(?:none|self)'/,
];

/** All that the build wrote, by their addresses. */
const files = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map(
    (entry) => `/${path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join("/")}`,
  );
const isServed = (file: string) => !/\.(br|gz|map)$|\/\./.test(file);

/** Does it with all of them, some at a time. */
async function withEach<Each>(all: readonly Each[], work: (each: Each) => Promise<void>): Promise<void> {
  for (let at = 0; at < all.length; at += 20) await Promise.all(all.slice(at, at + 20).map(work));
}

test("threat D7 D9 D10 D22 each file of the built pages says its type and the strict headers, whatever it is packed by, and nothing else of the build is there", async ({
  server,
}) => {
  expect(files.filter(isServed).length).toBeGreaterThan(100);
  const packed = new Set<string | null>();
  // In turn: what packs one packs all.
  const asked = files
    .filter(isServed)
    .map((file, n) => [file, ["identity", "br", "gzip"][n % 3] ?? ""] as const);
  // Playwright puts down each expectation, which would take longer than the answers.
  const faults: string[] = [];
  await withEach(asked, async ([file, by]) => {
    const answer = await fetch(server.url + file, { headers: { "accept-encoding": by } });
    const bytes = Buffer.from(await answer.arrayBuffer());
    packed.add(answer.headers.get("content-encoding"));
    for (const fault of faultsOf(answer, file, by)) faults.push(`${file} by ${by}: ${fault}`);
    if (!bytes.equals(readFileSync(path.join(folder, file)))) faults.push(`${file} by ${by}: other bytes`);
  });
  expect(faults).toEqual([]);
  expect(packed).toEqual(new Set([null, "br", "gzip"]));
  await withEach(
    files.filter((file) => !isServed(file)),
    async (file) => {
      const { status } = await fetch(server.url + file);
      if (status !== 404) faults.push(`${file}: ${status}`);
    },
  );
  expect(faults).toEqual([]);
});

/** What an answer does not say as it should. */
function faultsOf({ status, headers }: Response, file: string, by: string): string[] {
  const policy = headers.get("content-security-policy") ?? "";
  const encoding = headers.get("content-encoding");
  const isHashed = file.startsWith("/assets/");
  const wanted: Readonly<Record<string, string | undefined>> = {
    "content-type": types[path.extname(file)],
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": isHashed ? "public, max-age=31536000, immutable" : "no-cache",
  };
  return [
    ...(status === 200 ? [] : [`status ${status}`]),
    ...Object.entries(wanted).flatMap(([name, value]) =>
      headers.get(name) === value ? [] : [`${name} is ${headers.get(name)}`],
    ),
    ...said
      .filter((directive) => !directive.test(policy))
      .map((directive) => `no ${directive.source} in ${policy}`),
    ...(/unsafe-eval|script-src[^;]*unsafe-inline|\*/.test(policy) ? [policy] : []),
    ...(encoding === null || encoding === by ? [] : [`packed by ${encoding}`]),
    // A cache between must not hand out what the next browser cannot read.
    ...(encoding === null || /accept-encoding/i.test(headers.get("vary") ?? "") ? [] : ["no Vary"]),
  ];
}

test("threat D7 the built pages hold no script, style, form or address that their policy would have to allow, and all they ask for is there as what it is", async () => {
  const uses: Readonly<Record<string, string>> = {
    script: ".js",
    modulepreload: ".js",
    stylesheet: ".css",
    icon: ".svg",
  };
  const pages = files.filter((file) => file.endsWith(".html"));
  expect(pages).toEqual(expect.arrayContaining(["/index.html", "/diagram.html"]));
  for (const page of pages) {
    const html = readFileSync(path.join(folder, page), "utf8");
    expect(html, page).not.toMatch(
      /<(?:base|form|style|object|embed|iframe)\b|http-equiv|\son\w+\s*=|\sstyle\s*=|javascript:/i,
    );
    expect(html, page).not.toMatch(/<script(?![^>]*\ssrc=)[^>]*>/i);
    for (const [tag, name] of html.matchAll(/<(script|link)\b[^>]*>/g)) {
      const address = /\s(?:src|href)="([^"]*)"/.exec(tag)?.[1] ?? "";
      const use = name === "script" ? "script" : (/\srel="([^"]*)"/.exec(tag)?.[1] ?? "");
      expect(files, `${page}: ${tag}`).toContain(address);
      expect(path.extname(address), `${page}: ${tag}`).toBe(uses[use]);
    }
  }
  for (const sheet of files.filter((file) => file.endsWith(".css")))
    for (const [, address = ""] of readFileSync(path.join(folder, sheet), "utf8").matchAll(
      /url\(["']?([^"')]+)/g,
    ))
      if (!address.startsWith("data:"))
        expect(files, sheet).toContain(new URL(address, `http://x${sheet}`).pathname);
});
