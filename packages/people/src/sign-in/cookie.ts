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
 * A cookie with a secret, and beside it one that says whose it is: no secret, and for the pages to read, which keep what is
 * each person's on the device apart, open it without a network, and say whose they are. No request is believed for it.
 */
export class OwnedCookie extends SecretCookie {
  readonly #name: string;
  readonly #isSecure: boolean;

  /** `owner`: what the cookie is called that scripts read. */
  constructor(name: string, owner: string, isSecure: boolean) {
    super(name, isSecure);
    this.#name = nameOf(owner, isSecure);
    this.#isSecure = isSecure;
  }

  begin(reply: FastifyReply, secret: string, id: string): void {
    this.set(reply, secret);
    this.sayWhose(reply, id);
  }

  /** Says whose it is where scripts read it, and leaves the secret as it is. */
  sayWhose(reply: FastifyReply, id: string): void {
    reply.setCookie(this.#name, id, { ...attributes(this.#isSecure), maxAge: longestSeconds });
  }

  /** Says no more whose it is. */
  sayNobodys(reply: FastifyReply): void {
    reply.clearCookie(this.#name, attributes(this.#isSecure));
  }

  /** Whoever it was leaves the browser, which lets go of the pictures and pages that it keeps in memory and on disk as well. */
  override clear(reply: FastifyReply): void {
    super.clear(reply);
    this.leave(reply);
  }

  /** The same, but the secret stays, which is good for nothing any more: by it the browser's other tabs are told why they are out. */
  leave(reply: FastifyReply): void {
    this.sayNobodys(reply);
    reply.header("clear-site-data", '"cache"');
  }
}

function nameOf(name: string, isSecure: boolean): string {
  return isSecure ? `__Host-${name}` : name;
}

function attributes(secure: boolean) {
  return { path: "/", sameSite: "lax", secure } as const;
}
