/** A browser's caches, for tests: in memory, with what the worker uses of them. */
export class MadeUpCaches {
  readonly #caches = new Map<string, MadeUpCache>();

  async open(name: string): Promise<Cache> {
    const cache = this.#caches.get(name) ?? new MadeUpCache();
    this.#caches.set(name, cache);
    return cache as unknown as Cache;
  }

  async match(request: RequestInfo | URL, options?: MultiCacheQueryOptions): Promise<Response | undefined> {
    for (const [name, cache] of this.#caches) {
      const isMeant = options?.cacheName === undefined || options.cacheName === name;
      const found = isMeant ? await cache.match(request) : undefined;
      if (found !== undefined) return found;
    }
    return undefined;
  }

  async keys(): Promise<string[]> {
    return [...this.#caches.keys()];
  }

  async delete(name: string): Promise<boolean> {
    return this.#caches.delete(name);
  }
}

class MadeUpCache {
  readonly #answers = new Map<string, Response>();

  async put(request: RequestInfo | URL, answer: Response): Promise<void> {
    this.#answers.set(addressOf(request), answer);
  }

  async match(request: RequestInfo | URL): Promise<Response | undefined> {
    return this.#answers.get(addressOf(request))?.clone();
  }

  async matchAll(): Promise<Response[]> {
    return [...this.#answers.values()].map((answer) => answer.clone());
  }

  async keys(): Promise<Request[]> {
    return [...this.#answers.keys()].map((url) => new Request(url));
  }

  async delete(request: RequestInfo | URL): Promise<boolean> {
    return this.#answers.delete(addressOf(request));
  }
}

function addressOf(request: RequestInfo | URL): string {
  return typeof request === "string" || request instanceof URL ? String(request) : request.url;
}
