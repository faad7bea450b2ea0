import { expect, it } from "vitest";
import type { ShellContent } from "../shell-name.ts";
import { MadeUpCaches } from "./made-up-caches.ts";
import { Shell } from "./shell.ts";

const origin = "https://docs.example";
const page = "index.html";

/** Addresses of pages. */
const pages: readonly string[] = ["", "d/abc", "unsaved", "trash", "sign-in", "join", "account"];

/** A server that has one build's files, and says what it was asked for. */
class Site {
  files = new Map<string, string>();
  isUp = true;
  status = 200;
  readonly asked: string[] = [];
  /** What is asked for waits until it is called. */
  hold: (() => Promise<void>) | undefined;

  /** Another build takes the place of the one before. */
  deploy(build: string): ShellContent {
    const paths = [
      page,
      "favicon.svg",
      `assets/index-${build}.js`,
      `assets/late-${build}.js`,
      "assets/font-0.woff2",
    ];
    this.files = new Map(paths.map((path) => [path, path.includes("font") ? "font" : `${path} of ${build}`]));
    return { build, page, files: paths.map((path) => [path, `of ${build}`]) };
  }

  readonly fetch = (async (asked: Request | string, init?: RequestInit) => {
    const url = typeof asked === "string" ? asked : asked.url;
    const path = url.slice(origin.length + 1);
    this.asked.push(path);
    await this.hold?.();
    if (!this.isUp) throw new TypeError("Failed to fetch");
    const isPage = pages.includes(path);
    const text = this.files.get(isPage ? page : path);
    if (text === undefined) return new Response("nothing", { status: 404 });
    if (init?.integrity !== undefined && !fits(path, text, init.integrity)) throw new TypeError("integrity");
    return new Response(isPage && this.status !== 200 ? "proxy" : text, {
      status: isPage ? this.status : 200,
    });
  }) as typeof fetch;
}

/** As a browser compares bytes with their digest: here it is the build whose bytes they are. */
function fits(path: string, text: string, integrity: string): boolean {
  return path.includes("font") || text.endsWith(integrity);
}

interface Setting {
  readonly site: Site;
  readonly caches: MadeUpCaches;
  /** Builds with a page open. */
  readonly open: Set<string>;
}

function setting(): Setting {
  return { site: new Site(), caches: new MadeUpCaches(), open: new Set() };
}

function worker({ site, caches, open }: Setting, content: ShellContent, patienceMs = 10_000): Shell {
  const query = async () => ({
    held: [...open].map((name) => ({ name: `quire-shell-${name}` })),
    pending: [],
  });
  const locks = { query } as unknown as Pick<LockManager, "query">;
  const address = `${origin}/service-worker.js`;
  return new Shell(content, { caches, fetch: site.fetch, locks, address, patienceMs });
}

/** A worker that is installed and has taken over. */
async function installed(setting: Setting, build: string, patienceMs?: number): Promise<Shell> {
  const shell = worker(setting, setting.site.deploy(build), patienceMs);
  await shell.keep();
  await shell.tidy();
  return shell;
}

function ask(shell: Shell, path: string, how: Partial<Request> = {}): Promise<string> | undefined {
  const request = {
    method: "GET",
    mode: "no-cors",
    url: new URL(path, `${origin}/`).href,
    ...how,
  } as Request;
  return shell.answer(request)?.then((answer) => answer.text());
}

const navigate = { mode: "navigate" } as const;

it("N1 a build is kept whole, each file fetched once, also when the worker is ended on the way", async () => {
  const made = setting();
  const content = made.site.deploy("one");
  const late = made.site.files.get("assets/late-one.js") ?? "";
  made.site.files.delete("assets/late-one.js");
  await expect(worker(made, content).keep()).rejects.toThrow("assets/late-one.js cannot be kept: 404");
  // What shows that all is there is not there.
  const kept = { cacheName: "quire-shell-one" };
  expect(await made.caches.match(`${origin}/${page}`, kept)).toBeUndefined();
  made.site.files.set("assets/late-one.js", late);
  await worker(made, content).keep();
  expect(await made.caches.match(`${origin}/${page}`, kept)).toBeDefined();
  const counts = content.files.map(([path]) => made.site.asked.filter((asked) => asked === path).length);
  expect(Object.fromEntries(content.files.map(([path], index) => [path, counts[index]]))).toMatchObject({
    "assets/index-one.js": 1,
    "assets/font-0.woff2": 1,
  });
  made.site.isUp = false;
  const shell = worker(made, content);
  for (const [path] of content.files)
    expect(await ask(shell, path)).toBe(path.includes("font") ? "font" : `${path} of one`);
});

it("N1 what an earlier build had is not fetched again, and another build's page is not taken for this one's", async () => {
  const made = setting();
  await installed(made, "one");
  made.site.asked.length = 0;
  const content = made.site.deploy("two");
  const page = made.site.files.get("index.html") ?? "";
  made.site.files.set("index.html", "index.html of three");
  await expect(worker(made, content).keep()).rejects.toThrow("integrity");
  expect(made.site.asked).not.toContain("assets/font-0.woff2");
  made.site.files.set("index.html", page);
  await expect(worker(made, content).keep()).resolves.toBeUndefined();
});

it("N2 a page is the server's where it answers, and the kept one where it does not", async () => {
  const made = setting();
  const shell = await installed(made, "one");
  for (const path of pages) {
    made.site.isUp = true;
    made.site.deploy("two");
    expect(await ask(shell, path, navigate)).toBe("index.html of two");
    made.site.isUp = false;
    expect(await ask(shell, path, navigate)).toBe("index.html of one");
  }
});

it("N2 a proxy's word that the server is away is no page, but its word that nobody may come in is", async () => {
  const made = setting();
  const shell = await installed(made, "one");
  made.site.status = 502;
  expect(await ask(shell, "", navigate)).toBe("index.html of one");
  made.site.status = 403;
  expect(await ask(shell, "", navigate)).toBe("proxy");
});

it("N2 a network that does not answer is waited for a moment only", async () => {
  const made = setting();
  const shell = await installed(made, "one", 1);
  const { promise, resolve } = Promise.withResolvers<void>();
  made.site.hold = () => promise;
  expect(await ask(shell, "", navigate)).toBe("index.html of one");
  resolve();
});

it("N2 what is kept nowhere is waited for", async () => {
  const made = setting();
  const shell = worker(made, made.site.deploy("one"), 1);
  expect(await ask(shell, "", navigate)).toBe("index.html of one");
  made.site.isUp = false;
  await expect(ask(shell, "", navigate)).rejects.toThrow("Failed to fetch");
});

it("N2 the API, what is written, other sites and other addresses are none of its business", async () => {
  const shell = await installed(setting(), "one");
  for (const path of [
    "api/me",
    "sync/abc",
    "healthz",
    "diagram.html",
    "https://other.example/assets/index-one.js",
  ])
    expect([path, ask(shell, path)]).toEqual([path, undefined]);
  for (const path of ["api/documents/abc/content?download=1", "d/a/b", "assets/index-one.js", "elsewhere"])
    expect([path, ask(shell, path, navigate)]).toEqual([path, undefined]);
  expect(ask(shell, "", { mode: "navigate", method: "POST" })).toBeUndefined();
  expect(ask(shell, "assets/index-one.js", { method: "POST" })).toBeUndefined();
});

it("N2 it works below a path as well", async () => {
  const made = setting();
  const content: ShellContent = { build: "one", page, files: [] };
  const locks = { query: async () => ({ held: [], pending: [] }) };
  const address = `${origin}/quire/service-worker.js`;
  const shell = new Shell(content, {
    caches: made.caches,
    fetch: made.site.fetch,
    locks,
    address,
    patienceMs: 1,
  });
  expect(ask(shell, "", navigate)).toBeUndefined();
  expect(ask(shell, "d/abc", navigate)).toBeUndefined();
  await expect(ask(shell, "quire/d/abc", navigate)).resolves.toBe("nothing");
});

it("N3 a page of any build that is open finds its later parts, though the server has newer ones", async () => {
  const made = setting();
  await installed(made, "one");
  made.open.add("one");
  let shell: Shell | undefined;
  for (const build of ["two", "three", "four"]) shell = await installed(made, build);
  made.site.isUp = false;
  expect(await ask(shell as Shell, "assets/late-one.js")).toBe("assets/late-one.js of one");
  expect(await made.caches.keys()).toEqual(["quire-shell-one", "quire-shell-three", "quire-shell-four"]);
  made.open.clear();
  made.site.isUp = true;
  await installed(made, "five");
  expect(await made.caches.keys()).toEqual(["quire-shell-four", "quire-shell-five"]);
});

it("N3 a page that opens without a network is the newest build's, whatever else is kept", async () => {
  const made = setting();
  made.open.add("one");
  for (const build of ["one", "two"]) await installed(made, build);
  const shell = await installed(made, "three");
  made.site.isUp = false;
  expect(await ask(shell, "d/abc", navigate)).toBe("index.html of three");
  expect(await ask(shell, "favicon.svg")).toBe("favicon.svg of three");
});

it("N3 caches that are no shell's are left alone", async () => {
  const made = setting();
  for (const name of ["quire-files-seen", "other"]) await made.caches.open(name);
  for (const build of ["one", "two", "three"]) await installed(made, build);
  expect(await made.caches.keys()).toEqual([
    "quire-files-seen",
    "other",
    "quire-shell-two",
    "quire-shell-three",
  ]);
});
