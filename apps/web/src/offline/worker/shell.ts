import { heldShells, type ShellContent, shellName } from "../shell-name.ts";

/** What a shell needs of the platform. */
export interface ShellPlatform {
  readonly caches: Pick<CacheStorage, "open" | "match" | "keys" | "delete">;
  readonly fetch: typeof globalThis.fetch;
  readonly locks: Pick<LockManager, "query">;
  /** Where the worker's script is: addresses of files are read from there. */
  readonly address: string;
  /** How long a page is waited for before the kept one is shown. */
  readonly patienceMs: number;
}

/** So many files are fetched at once while a shell is kept: the page that is open has better uses for its connections. */
const atOnce = 2;

/** What the address does not say makes no other file. */
const anyway = { ignoreVary: true, ignoreSearch: true } as const;

/**
 * The pages of one build, kept whole or not at all. Each build has a cache of its own, which stays as long as a page of that
 * build is open: its later parts are there though the server has newer ones.
 */
export class Shell {
  readonly #content: ShellContent;
  readonly #platform: ShellPlatform;
  readonly #paths: ReadonlySet<string>;

  constructor(content: ShellContent, platform: ShellPlatform) {
    this.#content = content;
    this.#platform = platform;
    this.#paths = new Set(content.files.map(([path]) => path));
  }

  /**
   * Fetches what is not here yet, and fails where something cannot be had as it was built. The page itself is kept last: where
   * it is, all is.
   */
  async keep(): Promise<void> {
    const { build, page, files } = this.#content;
    const cache = await this.#platform.caches.open(shellName(build));
    const waiting = files.filter(([path]) => path !== page);
    const keepNext = async (): Promise<void> => {
      for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
        await this.#keepFile(cache, ...file);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, keepNext));
    for (const file of files) if (file[0] === page) await this.#keepFile(cache, ...file);
  }

  /** Lets go of what no open page uses any more. The build before stays: a page of it may be about to open. */
  async tidy(): Promise<void> {
    const { caches, locks } = this.#platform;
    const held = await heldShells(locks);
    const own = shellName(this.#content.build);
    const others = (await caches.keys()).filter((name) => name.startsWith(shellName("")) && name !== own);
    const left = others.slice(0, -1).filter((name) => !held.has(name));
    await Promise.all(left.map((name) => caches.delete(name)));
  }

  /** The answer to what a page asks for; undefined where it is none of the shell's business. */
  answer(asked: Request): Promise<Response> | undefined {
    if (asked.method !== "GET") return undefined;
    const { origin, pathname } = new URL(asked.url);
    const base = new URL("./", this.#platform.address);
    if (origin !== base.origin || !pathname.startsWith(base.pathname)) return undefined;
    const path = pathname.slice(base.pathname.length);
    if (asked.mode === "navigate") return isPage(path) ? this.#page(asked) : undefined;
    return isHashed(path) || this.#paths.has(path) ? this.#file(asked, path) : undefined;
  }

  /** The server's page, which fits its API; the kept one where the server is not there, or takes long. */
  async #page(asked: Request): Promise<Response> {
    const coming = this.#platform.fetch(asked);
    try {
      const answer = await within(coming, this.#platform.patienceMs);
      // A proxy says so of a server that is being replaced.
      if (answer !== undefined && answer.status < 500) return answer;
    } catch {
      // No network: what is kept is shown.
    }
    return (await this.#kept(this.#content.page)) ?? coming;
  }

  async #file(asked: Request, path: string): Promise<Response> {
    return (await this.#kept(path)) ?? this.#platform.fetch(asked);
  }

  /** A name with a hash in it stands for the same bytes in each build's cache; of the others, this build's are meant. */
  #kept(path: string): Promise<Response | undefined> {
    const where = isHashed(path) ? {} : { cacheName: shellName(this.#content.build) };
    return this.#platform.caches.match(this.#addressOf(path), { ...anyway, ...where });
  }

  async #keepFile(cache: Cache, path: string, integrity: string): Promise<void> {
    // What an install that was broken off has fetched, or an earlier build had, is not fetched again.
    const known = isHashed(path) ? await this.#kept(path) : undefined;
    await cache.put(this.#addressOf(path), known ?? (await this.#fetchWhole(path, integrity)));
  }

  /** The integrity is what keeps two builds, or somebody's error page, from being mixed into one. */
  async #fetchWhole(path: string, integrity: string): Promise<Response> {
    const cache = isHashed(path) ? "default" : "no-cache";
    const answer = await this.#platform.fetch(this.#addressOf(path), { integrity, cache, priority: "low" });
    if (!answer.ok || answer.redirected) throw new Error(`${path} cannot be kept: ${answer.status}`);
    return answer;
  }

  #addressOf(path: string): string {
    return new URL(path, this.#platform.address).href;
  }
}

/** The build gives what stands there a name that changes with its bytes. */
function isHashed(path: string): boolean {
  return path.startsWith("assets/");
}

/** The library at the root, documents at `d/…`, the words that a server refused, and the pages of people: one page. */
function isPage(path: string): boolean {
  return /^(?:|unsaved|trash|sign-in|join|reset|email|account|people|audit|d\/[^/]+)$/.test(path);
}

/** What it comes to, or undefined if that takes longer. */
async function within<Value>(coming: Promise<Value>, ms: number): Promise<Value | undefined> {
  const late = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => late.resolve(undefined), ms);
  try {
    return await Promise.race([coming, late.promise]);
  } finally {
    clearTimeout(timer);
    coming.catch(() => undefined); // nobody may be waiting for it any more
  }
}
