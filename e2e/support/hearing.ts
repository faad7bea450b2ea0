import { setTimeout as delay } from "node:timers/promises";
import type { APIRequestContext, BrowserContext, Cookie, Page, Request, Response } from "@playwright/test";
import type { Canaries, Canary } from "./canaries.ts";

/** What a field of a body is, on its way in or out. */
const kinds: Readonly<Record<string, Canary>> = {
  password: "a password",
  current: "a password",
  secret: "a secret",
  token: "a secret",
  code: "a secret",
  codes: "a secret",
  url: "a secret",
  email: "an e-mail address",
  name: "a name",
  title: "a title",
  markdown: "text",
};

/** Other servers of a test, which people sign in with, keep cookies at the same host. */
const ownCookie = /^(__Host-)?quire-/;

/** What an application says who somebody is by, and in which form; a line is brought the next one on it. */
const hostToken = /eyJ[\w-]+\.[\w-]+\.[\w-]+/g;

/** How many blocks of a page's text are taken in when it is closed, and how long a page that does nothing is waited for. */
const mostBlocks = 40;
const patienceMs = 2_000;

/** The secret of a link, or of a session, wherever it stands. */
const secretWord = /(?<![\w-])[\w-]{43}(?![\w-])/g;

type Sent = Parameters<APIRequestContext["fetch"]>;

/** Hears what tests type and send, and what pages do, for the register: no helper has to think of it, and none can forget. */
export class Hearing {
  readonly #canaries: Canaries;
  /** Methods that have their listener, by the prototype of their class. */
  readonly #heard = new Map<object, Set<string>>();

  constructor(canaries: Canaries) {
    this.#canaries = canaries;
  }

  /** Hears the test that sends by this, and all others: they are of one class. */
  sends(request: APIRequestContext): void {
    this.#wrap<Sent, ReturnType<APIRequestContext["fetch"]>>(
      request,
      "fetch",
      async (send, [address, options = {}]) => {
        const to = typeof address === "string" ? address : address.url();
        this.#canaries.keepAddress(to, options.headers?.referer);
        this.#hearBearer(options.headers?.authorization);
        if (typeof options.data === "object" && !Buffer.isBuffer(options.data)) this.#hearBody(options.data);
        const answer = await send(address, options);
        this.#hearCookies(answer.headersArray());
        if (answer.ok() && tells(to, options.method))
          this.#hearBody(await answer.json().catch(() => undefined));
        return answer;
      },
    );
  }

  /** Hears all pages of a context, and what their browser keeps when it is closed. */
  watches(context: BrowserContext): void {
    this.sends(context.request);
    context.on("request", (request) => this.#asks(request)).on("response", (answer) => this.#answers(answer));
    context.on("page", (page) => this.#types(page));
  }

  /** What the context has in its cookies now. */
  async cookiesOf(context: BrowserContext): Promise<readonly Cookie[]> {
    const cookies = await context.cookies().catch(() => []);
    for (const { name, value, httpOnly } of cookies)
      if (httpOnly && ownCookie.test(name)) this.#canaries.keep("a cookie", value);
    return cookies;
  }

  /** What stands in the documents that the context has open, however it came there: pasted, composed, by another's hand. */
  async wordsOf(context: BrowserContext): Promise<void> {
    await Promise.all(context.pages().map((page) => this.#reads(page)));
  }

  async #reads(page: Page): Promise<void> {
    const read = page.evaluate((most) => {
      const blocks = [...document.querySelectorAll(".ProseMirror > *")].slice(0, most);
      return blocks.map((block) => block.textContent.slice(0, 200));
    }, mostBlocks);
    // A page that was killed, or is busy for good, says nothing.
    const words = await Promise.race([read.catch(() => []), delay(patienceMs, [])]);
    for (const line of words) this.#canaries.keep("text", line);
  }

  #types(page: Page): void {
    const { keyboard } = page;
    const locator = page.locator("html");
    for (const [one, name] of [
      [keyboard, "type"],
      [keyboard, "insertText"],
      [locator, "fill"],
      [locator, "pressSequentially"],
    ] as const)
      this.#wrap(one, name, (write, args: [text: string, ...unknown[]]) => {
        this.#canaries.keep("text", args[0]);
        return write(...args);
      });
    page.on("websocket", (socket) => {
      this.#canaries.keepAddress(socket.url());
      socket.on("framesent", ({ payload }) => this.#hearTokens(payload));
    });
  }

  #hearTokens(payload: string | Buffer): void {
    if (!payload.includes("eyJ")) return;
    for (const [token] of payload.toString("latin1").matchAll(hostToken))
      this.#canaries.keep("a secret", token);
  }

  #asks(request: Request): void {
    const address = request.url();
    if (!/^https?:/.test(address) || new URL(address).pathname.startsWith("/assets/")) return;
    const headers = request.headers();
    this.#canaries.keepAddress(address, headers.referer);
    this.#canaries.keep("a name", fileNameIn(address));
    this.#hearBearer(headers.authorization);
    if (headers["content-type"]?.startsWith("application/json")) this.#hearBody(parsed(request.postData()));
  }

  #answers(answer: Response): void {
    if (!answer.ok() || !tells(answer.url(), answer.request().method())) return;
    this.#canaries.await(answer.headersArray().then((headers) => this.#hearCookies(headers)));
    this.#canaries.await(answer.json().then((body) => this.#hearBody(body)));
  }

  #hearBearer(authorization: string | undefined): void {
    const token = /^Bearer (.+)$/.exec(authorization ?? "")?.[1];
    if (token !== undefined) this.#canaries.keep("a secret", token);
  }

  /** What scripts may read is no secret: it says whose a page is, as that page does in the addresses that it asks for. */
  #hearCookies(headers: readonly { readonly name: string; readonly value: string }[]): void {
    for (const { name, value: cookie } of headers) {
      if (name.toLowerCase() !== "set-cookie" || !ownCookie.test(cookie) || !/; ?httponly/i.test(cookie))
        continue;
      const [pair = ""] = cookie.split(";", 1);
      this.#canaries.keep("a cookie", pair.slice(pair.indexOf("=") + 1));
    }
  }

  /** Takes in what of a body is somebody's own, however deep it stands. */
  #hearBody(body: unknown, kind?: Canary): void {
    if (typeof body === "string") this.#hearValue(body, kind);
    else if (Array.isArray(body)) for (const each of body) this.#hearBody(each, kind);
    else if (typeof body === "object" && body !== null)
      for (const [key, value] of Object.entries(body)) this.#hearBody(value, kinds[key]);
  }

  #hearValue(value: string, kind: Canary | undefined): void {
    if (kind === undefined) return;
    if (kind !== "a secret" || !value.includes("/")) this.#canaries.keep(kind, value);
    else for (const [secret] of value.matchAll(secretWord)) this.#canaries.keep("a secret", secret);
  }

  /** Puts a listener before a method of all things of one class. */
  #wrap<Args extends unknown[], Answer>(
    one: object,
    name: string,
    hear: (method: (...args: Args) => Answer, args: Args) => Answer,
  ): void {
    const all: object = Object.getPrototypeOf(one);
    const heard = this.#heard.get(all) ?? new Set();
    if (heard.has(name)) return;
    this.#heard.set(all, heard.add(name));
    const method = Reflect.get(all, name) as (...args: Args) => Answer;
    Reflect.set(all, name, function (this: object, ...args: Args): Answer {
      return hear((...given) => method.apply(this, given), args);
    });
  }
}

/** What somebody calls the file that they bring. */
function fileNameIn(address: string): string {
  const { pathname, searchParams } = new URL(address);
  return pathname.endsWith("/files") ? (searchParams.get("name") ?? "") : "";
}

/** Whether an answer may tell of a secret: what was made, who has access, and whom a cookie makes of somebody. */
function tells(address: string, method = "GET"): boolean {
  const { pathname } = new URL(address);
  if (!pathname.startsWith("/api/") || pathname.startsWith("/api/lines")) return false;
  return method !== "GET" || pathname.endsWith("/access") || pathname === "/api/me";
}

function parsed(json: string | null): unknown {
  try {
    return JSON.parse(json ?? "");
  } catch {
    return undefined;
  }
}
