import type {} from "@fastify/cookie";
import type { FastifyReply, FastifyRequest } from "fastify";

/** The longest that browsers keep a cookie. */
export const longestSeconds = 400 * 24 * 60 * 60;

interface CookieOptions {
  /** What a value has to look like to be one of ours. */
  readonly form?: RegExp;
  readonly maxAge?: number;
}

/** A cookie that holds a secret. Over https its name binds it to this one host, and no script reads it. */
export class SecretCookie {
  readonly #name: string;
  readonly #isSecure: boolean;
  readonly #form: RegExp;
  readonly #maxAge: number;

  constructor(
    name: string,
    isSecure: boolean,
    { form = /^[\w-]{43}$/, maxAge = longestSeconds }: CookieOptions = {},
  ) {
    this.#name = nameOf(name, isSecure);
    this.#isSecure = isSecure;
    this.#form = form;
    this.#maxAge = maxAge;
  }

  /** The secret that the request brings; undefined for none, and for what is none of our form. */
  read(request: FastifyRequest): string | undefined {
    const value = request.cookies[this.#name];
    return value !== undefined && this.#form.test(value) ? value : undefined;
  }

  set(reply: FastifyReply, secret: string): void {
    reply.setCookie(this.#name, secret, { ...this.#attributes, maxAge: this.#maxAge });
  }

  clear(reply: FastifyReply): void {
    reply.clearCookie(this.#name, this.#attributes);
  }

  get #attributes() {
    return { ...attributes(this.#isSecure), httpOnly: true } as const;
  }
}

/**
 * The cookie of a session, and beside it one that says whose it is: no secret, and for the pages to read, which keep each
 * person's documents on the device apart, and open them without a network. No request is believed for it.
 */
export class SessionCookie extends SecretCookie {
  readonly #name: string;
  readonly #isSecure: boolean;

  constructor(isSecure: boolean) {
    super("quire-session", isSecure);
    this.#name = nameOf("quire-person", isSecure);
    this.#isSecure = isSecure;
  }

  begin(reply: FastifyReply, secret: string, personId: string): void {
    this.set(reply, secret);
    reply.setCookie(this.#name, personId, { ...attributes(this.#isSecure), maxAge: longestSeconds });
  }

  override clear(reply: FastifyReply): void {
    super.clear(reply);
    reply.clearCookie(this.#name, attributes(this.#isSecure));
  }
}

function nameOf(name: string, isSecure: boolean): string {
  return isSecure ? `__Host-${name}` : name;
}

function attributes(secure: boolean) {
  return { path: "/", sameSite: "lax", secure } as const;
}
