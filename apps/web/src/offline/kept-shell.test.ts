import { expect, test } from "vitest";
import { keepShell } from "./kept-shell.ts";

const page = "https://docs.example/index.html";

/** A browser that installs a worker as it is told to. */
class FakeBrowser {
  readonly asked: string[] = [];
  readonly #kept = new Set<string>();
  /** What comes of the next installs. */
  outcomes: ("whole" | "failed" | "unreachable" | "forbidden")[] = [];
  /** Whether registering is enough to have a worker installed: not where there is one already. */
  isNew = true;
  #registered: FakeRegistration | undefined;

  readonly caches = {
    match: async (asked: RequestInfo | URL, { cacheName = "" }: MultiCacheQueryOptions = {}) =>
      asked === page && this.#kept.has(cacheName) ? new Response("page") : undefined,
  };

  readonly serviceWorker = {
    register: async () => {
      this.asked.push("register");
      if (this.outcomes[0] === "forbidden") throw new DOMException("no", "SecurityError");
      this.#registered ??= new FakeRegistration(this);
      if (this.isNew) await this.#registered.install();
      return this.#registered as unknown as ServiceWorkerRegistration;
    },
  };

  install(): FakeWorker | null {
    const outcome = this.outcomes.shift();
    if (outcome === "unreachable") throw new TypeError("Failed to fetch the script");
    if (outcome === undefined) return null;
    const worker = new FakeWorker();
    // Fetching takes longer than looking.
    setTimeout(() => {
      if (outcome === "whole") this.#kept.add("quire-shell-one");
      worker.become(outcome === "whole" ? "installed" : "redundant");
    });
    return worker;
  }
}

class FakeRegistration {
  readonly #browser: FakeBrowser;
  installing: FakeWorker | null = null;

  constructor(browser: FakeBrowser) {
    this.#browser = browser;
  }

  async install(): Promise<void> {
    this.installing = this.#browser.install();
    this.installing?.addEventListener("statechange", () => {
      this.installing = null;
    });
  }

  async update(): Promise<void> {
    this.#browser.asked.push("update");
    await this.install();
  }
}

class FakeWorker extends EventTarget {
  state: ServiceWorkerState = "installing";

  become(state: ServiceWorkerState): void {
    this.state = state;
    this.dispatchEvent(new Event("statechange"));
  }
}

function keep({ serviceWorker, caches }: FakeBrowser): Promise<boolean> {
  return keepShell({ serviceWorker, caches, script: "service-worker.js", page }, "one");
}

test("N8 a build is kept once its page is, and nothing more is asked for then", async () => {
  const browser = new FakeBrowser();
  browser.outcomes = ["whole"];
  expect(await keep(browser)).toBe(true);
  browser.isNew = false;
  expect(await keep(browser)).toBe(true);
  expect(browser.asked).toEqual(["register", "register"]);
});

test("N8 a worker that could not fetch all is no worker, and the next try installs it", async () => {
  const browser = new FakeBrowser();
  browser.outcomes = ["failed", "whole"];
  expect(await keep(browser)).toBe(false);
  expect(await keep(browser)).toBe(true);
});

test("N8 beside an earlier build's worker the new one is asked for until it has all", async () => {
  const browser = new FakeBrowser();
  browser.isNew = false;
  browser.outcomes = ["failed", "unreachable", "whole"];
  expect(await keep(browser)).toBe(false);
  await expect(keep(browser)).rejects.toThrow("Failed to fetch");
  expect(await keep(browser)).toBe(true);
  expect(browser.asked.filter((asked) => asked === "update")).toHaveLength(3);
});

test("N8 a browser that forbids it is not asked again, one that could not fetch the script is", async () => {
  const browser = new FakeBrowser();
  browser.outcomes = ["forbidden"];
  expect(await keep(browser)).toBe(true);
  browser.outcomes = ["unreachable"];
  expect(await keep(browser)).toBe(false);
});
