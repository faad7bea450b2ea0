import type {} from "@fastify/cookie";
import type { FastifyReply, FastifyRequest } from "fastify";
import { attemptSeconds } from "./attempts.ts";

/**
 * The cookie of somebody who is at a provider. `Lax`: they come back from another site, by a link as it were. One browser
 * has one at a time, so of two tabs that set out the last one comes in.
 */
export class AttemptCookie {
  readonly #name: string;
  readonly #isSecure: boolean;

  constructor(isSecure: boolean) {
    this.#name = isSecure ? "__Host-quire-attempt" : "quire-attempt";
    this.#isSecure = isSecure;
  }

  /** The sealed attempt that the request brings; undefined for none, and for what has not its form. */
  read(request: FastifyRequest): string | undefined {
    const value = request.cookies[this.#name];
    return value !== undefined && /^[\w-]{1,3000}$/.test(value) ? value : undefined;
  }

  set(reply: FastifyReply, sealed: string): void {
    reply.setCookie(this.#name, sealed, { ...this.#attributes, maxAge: attemptSeconds });
  }

  clear(reply: FastifyReply): void {
    reply.clearCookie(this.#name, this.#attributes);
  }

  get #attributes() {
    return { path: "/", httpOnly: true, sameSite: "lax", secure: this.#isSecure } as const;
  }
}
