import type { BrowserContext, ConsoleMessage, Page, Request, WebError } from "@playwright/test";

/** Characters of what is no secret by chance: a colour scheme, a flag. */
const leastSecret = 16;

/** What no page may do, whatever a test is about: errors, breaches of the content policy, requests to elsewhere. */
export class Faults {
  readonly #found: string[] = [];
  readonly #allowed: RegExp[] = [];
  /** What must not be printed, and what it is. */
  readonly #secrets = new Map<string, string>();

  /** Lets a test provoke what it is about. */
  allow(pattern: RegExp): void {
    this.#allowed.push(pattern);
  }

  add(fault: string): void {
    this.#found.push(fault);
  }

  /** Names what the server must never print: what a browser holds in a cookie. */
  keepSecret(name: string, value: string): void {
    if (value.length >= leastSecret) this.#secrets.set(value, `the value of the cookie ${name}`);
  }

  /** What of it, or of the words that tests use as canaries, is in the text. */
  secretsIn(text: string): readonly string[] {
    const printed = [...this.#secrets].flatMap(([value, what]) => (text.includes(value) ? [what] : []));
    return /canary/i.test(text) ? [...printed, "a canary"] : printed;
  }

  /** What was found and not allowed. */
  get found(): readonly string[] {
    return this.#found.filter((fault) => !this.#allowed.some((pattern) => pattern.test(fault)));
  }

  /** Watches every page of the context, those that come later too, until the function that it returns is called. */
  watch(context: BrowserContext, origin: string): () => void {
    const said = (message: ConsoleMessage) => this.#console(message);
    const thrown = (error: WebError) =>
      this.add(`page error: ${error.error().stack || `${error.error().name}: ${error.error().message}`}`);
    const asked = (request: Request) => this.#visit(request.url(), origin);
    const sockets = (page: Page) => page.on("websocket", (socket) => this.#visit(socket.url(), origin));
    // Chromium reports what the content policy stops as an error of the console, not always. The page is told each time.
    void context.addInitScript(() =>
      addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI, sourceFile }) =>
        console.error(`Content Security Policy: ${effectiveDirective} ${blockedURI} ${sourceFile}`),
      ),
    );
    context.on("console", said).on("weberror", thrown).on("request", asked).on("page", sockets);
    return () => {
      context.off("console", said).off("weberror", thrown).off("request", asked).off("page", sockets);
    };
  }

  #console(message: ConsoleMessage): void {
    if (message.type() !== "error") return;
    const { url } = message.location();
    this.add(`console: ${message.text()}${url === "" ? "" : ` (${url})`}`);
  }

  #visit(address: string, origin: string): void {
    const url = new URL(address);
    const isInPlace = url.protocol === "data:" || url.protocol === "blob:";
    const isOwn = url.host === new URL(origin).host;
    if (!isInPlace && !isOwn) this.add(`request to another origin: ${address}`);
  }
}
