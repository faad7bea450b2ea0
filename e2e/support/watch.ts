import type {
  APIRequestContext,
  Browser,
  BrowserContext,
  BrowserType,
  ConsoleMessage,
  Cookie,
  Page,
  Request,
  WebError,
  Worker,
} from "@playwright/test";
import { cookieFault } from "../../trouble/cookie-fault.ts";
import type { Faults } from "./faults.ts";
import type { Hearing } from "./hearing.ts";

const breach = "Content Security Policy: ";

/**
 * Watches each context of a worker's browsers, whoever opens it and for as long as it is open: all of its pages, their popups and
 * their frames. What they do is put down as a fault of the test that the context is of.
 */
export class Watch {
  readonly #hearing: Hearing;
  readonly #owners = new WeakMap<BrowserContext, Faults>();
  /** Breaches of the content policy that were seen while no test was there to fail by them. */
  readonly strays: string[] = [];
  #test: Faults | undefined;

  constructor(hearing: Hearing) {
    this.#hearing = hearing;
  }

  /** Contexts that are opened from now on are this test's. */
  begin(test: Faults): void {
    this.#test = test;
  }

  end(test: Faults): void {
    test.isOver = true;
    this.#test = undefined;
  }

  /** Hears what the test itself asks a server. */
  hears(request: APIRequestContext): void {
    this.#hearing.sends(request);
  }

  /** A context that was another test's is this one's from now on. */
  give(context: BrowserContext, test: Faults): void {
    this.#owners.set(context, test);
  }

  /** Watches what this browser opens. */
  over(browser: Browser): void {
    const open = browser.newContext.bind(browser);
    browser.newContext = async (options) => this.#attach(await open(options));
  }

  /** Watches the browsers that are started on a profile of their own. */
  overProfiles(type: BrowserType): () => void {
    const launch = type.launchPersistentContext;
    type.launchPersistentContext = async (...args) => this.#attach(await launch.apply(type, args));
    return () => {
      type.launchPersistentContext = launch;
    };
  }

  async #attach(context: BrowserContext): Promise<BrowserContext> {
    if (this.#test) this.give(context, this.#test);
    this.#hearing.watches(context);
    const add = (fault: string) => this.#add(context, fault);
    const visit = (address: string) => {
      const fault = this.#elsewhere(context, address);
      if (fault !== undefined) add(fault);
    };
    context
      .on("console", (message: ConsoleMessage) => {
        if (message.type() === "error") add(described(message));
      })
      .on("weberror", (error: WebError) => {
        const { stack, name, message } = error.error();
        add(`page error: ${stack || `${name}: ${message}`}`);
      })
      .on("request", (request: Request) => visit(request.url()))
      .on("serviceworker", hearBreaches)
      .on("page", (page: Page) =>
        page.on("websocket", (socket) => visit(socket.url())).on("worker", hearBreaches),
      );
    const close = context.close.bind(context);
    context.close = async (options) => {
      await this.#hearing.wordsOf(context);
      for (const cookie of await this.#hearing.cookiesOf(context)) {
        const fault = faultOf(cookie, this.#owners.get(context)?.home);
        if (fault !== undefined) add(`the cookie ${cookie.name}: ${fault}`);
      }
      await close(options);
    };
    // Chromium reports what the content policy stops as an error of the console, not always. The page is told each time.
    await context.addInitScript(
      (says) =>
        addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI, sourceFile }) =>
          console.error(`${says}${effectiveDirective} ${blockedURI} ${sourceFile}`),
        ),
      breach,
    );
    return context;
  }

  #add(context: BrowserContext, fault: string): void {
    const test = this.#owners.get(context);
    if (test !== undefined && !test.isOver) test.add(fault);
    else if (fault.includes(breach)) this.strays.push(fault);
  }

  #elsewhere(context: BrowserContext, address: string): string | undefined {
    const home = this.#owners.get(context)?.home;
    const { protocol, host } = new URL(address);
    const isInPlace = protocol === "data:" || protocol === "blob:";
    const isOwn = home === undefined || host === new URL(home).host;
    return isInPlace || isOwn ? undefined : `request to another origin: ${address}`;
  }
}

/** What the policy stops in a worker is in no console by itself. What came before this is told as well. */
function hearBreaches(worker: Worker): void {
  const heard = worker.evaluate((says) => {
    const tell: ReportingObserverCallback = (reports) => {
      for (const { body } of reports) {
        const { effectiveDirective, blockedURL, sourceFile } = (body ?? {}) as Readonly<
          Record<string, string | null>
        >;
        console.error(`${says}${effectiveDirective} ${blockedURL} ${sourceFile}`);
      }
    };
    new ReportingObserver(tell, { types: ["csp-violation"], buffered: true }).observe();
  }, breach);
  // It has ended: some live for a moment.
  heard.catch(() => undefined);
}

function described(message: ConsoleMessage): string {
  const { url } = message.location();
  return `console: ${message.text()}${url === "" ? "" : ` (${url})`}`;
}

/** What is wrong with a cookie that a browser keeps, where it is one of ours; other servers of a test may be on the same host. */
function faultOf(cookie: Cookie, url = ""): string | undefined {
  const { name, path, domain, httpOnly, secure, sameSite } = cookie;
  if (!/^(__Host-)?quire-/.test(name)) return undefined;
  const attributes = [`Path=${path}`, `SameSite=${sameSite}`];
  if (httpOnly) attributes.push("HttpOnly");
  if (secure) attributes.push("Secure");
  if (domain.startsWith(".")) attributes.push(`Domain=${domain}`);
  return cookieFault([`${name}=`, ...attributes].join("; "), url.startsWith("https:"));
}
