import { tokenAmong } from "@quire/protocol";

/** Where a WebSocket's line is opened over HTTP. */
export interface LineAddress {
  /** `https://host/api/lines` */
  readonly lines: string;
  /** What the document is called. */
  readonly document: string;
  /** The WebSocket's own, which may say who asks. */
  readonly query: string;
  /** What says who asks, where the WebSocket's protocols do. */
  readonly token: string | undefined;
}

/** What opening a line comes to. */
export type Opened = { readonly line: string } | { readonly code: number; readonly reason: string };

/** The line is not there any more. */
class LineLost extends Error {
  override readonly name = "LineLost";
}

/** How long an answer may stay away: the server pings every 10 s. */
const answerMs = 25_000;

/** How long a body may be on its way. The server holds up those who send too fast. */
const bodyMs = 30_000;

/** What browsers send for a page that is gone. */
const outlivingBytes = 60_000;

/** Waits before a request is made again that a proxy or a network lost. */
const againMs = [150, 600, 1_500];

/** Where the server of these documents opens lines; undefined for an address that has no such place beside it. */
export function linesBeside(server: string): string | undefined {
  const { origin, pathname } = new URL(server.replace(/^ws/, "http"));
  return pathname.endsWith("/sync") ? `${origin}${pathname.slice(0, -"sync".length)}api/lines` : undefined;
}

/** The same for a socket's whole address. */
export function lineAddress(
  server: string,
  url: string | URL,
  protocols: string | string[] = [],
): LineAddress | undefined {
  const lines = linesBeside(server);
  if (lines === undefined) return undefined;
  const { pathname, search } = new URL(url);
  const name = pathname.slice(new URL(server).pathname.length + 1);
  const document = name.split("/").map(decodeURIComponent).join("/");
  return { lines, document, query: search, token: tokenAmong([protocols].flat()) };
}

/** The requests of one line, made again where they were lost: their numbers keep them from counting twice. */
export class LineRequests {
  readonly #address: LineAddress;
  readonly #fetch: typeof fetch;
  readonly #stop = new AbortController();
  #line = "";
  #token: string | undefined;

  constructor(address: LineAddress, request: typeof fetch) {
    this.#address = address;
    this.#token = address.token;
    this.#fetch = request;
  }

  /** What says who asks now. */
  get token(): string | undefined {
    return this.#token;
  }

  /** From now on a newer token says who asks. */
  renew(token: string): void {
    this.#token = token;
  }

  /** Opens the line. Rejects where that cannot be done. */
  async open(): Promise<Opened> {
    const { lines, document, query } = this.#address;
    const answer = await this.#ask(`${lines}${query}`, bodyMs, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ document }),
    });
    const opened: Opened = await answer.json();
    if ("line" in opened) this.#line = opened.line;
    return opened;
  }

  /** The answer of this number, as soon as the server has something to say. Rejects where the line is lost. */
  answer(number: number): Promise<Uint8Array<ArrayBuffer>> {
    return this.#insist(async () => {
      const answer = await this.#ask(this.#at(number), answerMs, { cache: "no-store" });
      return new Uint8Array(await answer.arrayBuffer());
    });
  }

  /** Sends the body of this number; one that `isLast` may outlive the page. Resolves when it was heard. Rejects where the line is lost. */
  async send(number: number, body: Uint8Array<ArrayBuffer>, isLast: boolean): Promise<void> {
    const headers = { "content-type": "application/octet-stream" };
    const keepalive = isLast && body.length <= outlivingBytes;
    const request = { method: "POST", headers, body, keepalive };
    await this.#insist(() => this.#ask(this.#at(number), bodyMs, request));
  }

  /** Nobody waits for an answer any more. What is being sent goes on. */
  stop(): void {
    this.#stop.abort();
  }

  #at(number: number): string {
    const { lines, query } = this.#address;
    return `${lines}/${this.#line}/${number}${query}`;
  }

  async #insist<T>(request: () => Promise<T>): Promise<T> {
    for (const waitMs of againMs) {
      try {
        return await request();
      } catch (error) {
        if (error instanceof LineLost || this.#stop.signal.aborted) throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
    return request();
  }

  #headers({ headers }: RequestInit): Headers {
    const all = new Headers(headers);
    if (this.#token !== undefined) all.set("authorization", `Bearer ${this.#token}`);
    return all;
  }

  /** Throws `LineLost` where there is no use in asking again, something else where there may be. */
  async #ask(url: string, patienceMs: number, request: RequestInit): Promise<Response> {
    const patience = AbortSignal.timeout(patienceMs);
    const isQuestion = request.method === undefined;
    const signal = isQuestion ? AbortSignal.any([patience, this.#stop.signal]) : patience;
    const response = await this.#fetch(url, { ...request, headers: this.#headers(request), signal });
    if (response.ok) return response;
    void response.body?.cancel();
    const isPassing = response.status >= 500 || response.status === 408 || response.status === 429;
    if (isPassing) throw new Error(`the line was answered with ${response.status}`);
    throw new LineLost(`the line was answered with ${response.status}`);
  }
}
