import { seenFilesName } from "../seen-files-name.ts";

/** What keeping pictures needs of the platform. */
export interface FilesPlatform {
  readonly caches: Pick<CacheStorage, "open">;
  readonly fetch: typeof globalThis.fetch;
  readonly storage: Pick<StorageManager, "estimate">;
}

/** How much is kept of pictures that were seen. */
export interface FilesLimit {
  readonly bytes: number;
  readonly count: number;
}

/** A request, and the way to go on with what it brought when it is answered. */
export type Asking = Pick<FetchEvent, "request" | "waitUntil">;

const picturePath = /\/api\/(?:documents\/[^/]+\/files\/[0-9a-f]{64}|people\/[^/]+\/picture\/[\w-]{16})$/;
/** No picture takes more than this part of the room. */
const largestPart = 1 / 8;
/** The browser's room is for words: what is used of it beyond this part is theirs. */
const fullPart = 1 / 2;
/** A file's address says its bytes, whoever asks. */
const anyway = { ignoreVary: true } as const;

/**
 * Pictures of documents, and of people, that this device has shown. The server is asked as ever, and says who may see them; where it cannot
 * be reached they are shown from here. What it refuses goes, and where they are too many, the one that was kept longest.
 */
export class SeenFiles {
  readonly #platform: FilesPlatform;
  readonly #limit: FilesLimit;

  constructor(platform: FilesPlatform, limit: FilesLimit) {
    this.#platform = platform;
    this.#limit = limit;
  }

  /** The answer to a request for a picture; undefined for all else. */
  answer(asking: Asking): Promise<Response> | undefined {
    const { method, destination, url } = asking.request;
    const isPicture = method === "GET" && destination === "image" && picturePath.test(new URL(url).pathname);
    return isPicture ? this.#picture(asking) : undefined;
  }

  async #picture(asking: Asking): Promise<Response> {
    const { url } = asking.request;
    const cache = await this.#platform.caches.open(seenFilesName);
    try {
      const answer = await this.#platform.fetch(asking.request);
      if (answer.status === 200) asking.waitUntil(this.#keep(cache, url, answer.clone()));
      else if (isRefusal(answer.status)) asking.waitUntil(cache.delete(url, anyway));
      return answer;
    } catch (error) {
      const kept = await cache.match(url, anyway);
      if (kept === undefined) throw error;
      return kept;
    }
  }

  async #keep(cache: Cache, url: string, answer: Response): Promise<void> {
    const size = sizeOf(answer);
    if (size === 0 || size > this.#limit.bytes * largestPart) return;
    if ((await cache.match(url, anyway)) !== undefined) return;
    const { usage = 0, quota = 0 } = await this.#platform.storage.estimate();
    if (usage + size > quota * fullPart) return;
    try {
      await cache.put(url, answer);
      await this.#makeRoom(cache);
    } catch {
      // It is shown all the same; without a network it will not be.
    }
  }

  async #makeRoom(cache: Cache): Promise<void> {
    const [requests, answers] = await Promise.all([cache.keys(), cache.matchAll()]);
    const sizes = answers.map(sizeOf);
    let bytes = sizes.reduce((sum, size) => sum + size, 0);
    let count = requests.length;
    for (const [index, request] of requests.entries()) {
      if (bytes <= this.#limit.bytes && count <= this.#limit.count) return;
      await cache.delete(request, anyway);
      bytes -= sizes[index] ?? 0;
      count--;
    }
  }
}

/** As the server said it; 0 where it did not. */
function sizeOf({ headers }: Response): number {
  return Number(headers.get("content-length") ?? 0);
}

/** The server knows who asks, and they may not see it, or it is gone. */
function isRefusal(status: number): boolean {
  return [401, 403, 404, 410].includes(status);
}
