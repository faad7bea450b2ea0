import { cookieFault } from "../../../trouble/cookie-fault.ts";

/** An answer, its JSON read. */
export interface Answer<Body = unknown> {
  readonly status: number;
  readonly headers: Headers;
  /** What the JSON says; undefined where there is no body. */
  readonly body: Body;
}

/** What a request may say beside its body. A header that is null is left out, also one that a browser says by itself. */
export interface Extra {
  readonly headers?: Readonly<Record<string, string | null>>;
  /** Sent as it is, under whatever type the headers say. */
  readonly text?: string | Uint8Array<ArrayBuffer>;
}

/** A browser at one server: it keeps cookies as they are set, and says the Origin of the server's pages. */
export class Browser {
  /** The address it sends to, and the Origin it says. */
  readonly address: string;
  readonly origin: string;
  readonly cookies = new Map<string, string>();
  /** Every Set-Cookie that it was sent. */
  readonly setCookies: string[] = [];
  /** Said with each request, as by a proxy on the way. */
  readonly headers: Record<string, string> = {};

  constructor(address: string, origin: string) {
    this.address = address;
    this.origin = origin;
  }

  get<Body = unknown>(path: string, extra?: Extra): Promise<Answer<Body>> {
    return this.send("GET", path, undefined, extra);
  }

  post<Body = unknown>(path: string, body?: unknown, extra?: Extra): Promise<Answer<Body>> {
    return this.send("POST", path, body, extra);
  }

  put<Body = unknown>(path: string, body?: unknown, extra?: Extra): Promise<Answer<Body>> {
    return this.send("PUT", path, body, extra);
  }

  patch<Body = unknown>(path: string, body?: unknown, extra?: Extra): Promise<Answer<Body>> {
    return this.send("PATCH", path, body, extra);
  }

  delete<Body = unknown>(path: string, body?: unknown, extra?: Extra): Promise<Answer<Body>> {
    return this.send("DELETE", path, body, extra);
  }

  /** What a browser says of itself with a request to the server: for sockets too. */
  ownHeaders(): Record<string, string> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    return { origin: this.origin, ...(cookie !== "" && { cookie }), ...this.headers };
  }

  /** A browser with the same cookies, as they are now: what a thief of them has. */
  copy(): Browser {
    const other = new Browser(this.address, this.origin);
    for (const [name, value] of this.cookies) other.cookies.set(name, value);
    return other;
  }

  async send<Body>(method: string, path: string, body?: unknown, extra: Extra = {}): Promise<Answer<Body>> {
    const text = extra.text ?? (body === undefined ? undefined : JSON.stringify(body));
    const said = {
      ...this.ownHeaders(),
      ...(text !== undefined && { "content-type": "application/json" }),
      ...extra.headers,
    };
    const answer = await fetch(`${this.address}${path}`, {
      method,
      redirect: "manual",
      headers: Object.entries(said).filter((entry): entry is [string, string] => entry[1] !== null),
      ...(text !== undefined && { body: text }),
    });
    this.#keep(answer.headers.getSetCookie());
    const answered = await answer.text();
    const isJson = /^application\/json\b/.test(answer.headers.get("content-type") ?? "");
    const read: unknown = answered === "" ? undefined : isJson ? JSON.parse(answered) : answered;
    return { status: answer.status, headers: answer.headers, body: read as Body };
  }

  #keep(cookies: readonly string[]): void {
    for (const cookie of cookies) {
      this.setCookies.push(cookie);
      const fault = cookieFault(cookie, this.origin.startsWith("https:"));
      if (fault !== undefined) throw new Error(`A19: ${fault}: ${cookie.replace(/=[^;]*/, "=…")}`);
      const [pair = "", ...attributes] = cookie.split("; ");
      const [name = "", value = ""] = pair.split("=");
      const isOver = attributes.some(
        (attribute) =>
          /^max-age=0$/i.test(attribute) || /^expires=thu, 01 jan 1970 00:00:00 gmt$/i.test(attribute),
      );
      if (isOver) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
  }
}
