import type {} from "@fastify/cookie";
import type { FastifyReply, FastifyRequest } from "fastify";

/** The longest that browsers keep a cookie. */
const longestSeconds = 400 * 24 * 60 * 60;

/** A cookie that holds a secret. Over https its name binds it to this one host, and no script reads it. */
export class SecretCookie {
  readonly #name: string;
  readonly #isSecure: boolean;

  constructor(name: string, isSecure: boolean) {
    this.#name = isSecure ? `__Host-${name}` : name;
    this.#isSecure = isSecure;
  }

  /** The secret that the request brings; undefined for none, and for what is none of our form. */
  read(request: FastifyRequest): string | undefined {
    const value = request.cookies[this.#name];
    return value !== undefined && /^[\w-]{43}$/.test(value) ? value : undefined;
  }

  set(reply: FastifyReply, secret: string): void {
    reply.setCookie(this.#name, secret, { ...this.#attributes, maxAge: longestSeconds });
  }

  clear(reply: FastifyReply): void {
    reply.clearCookie(this.#name, this.#attributes);
  }

  get #attributes() {
    return { path: "/", httpOnly: true, sameSite: "lax", secure: this.#isSecure } as const;
  }
}
