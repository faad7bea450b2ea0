import { fail, tokenOf } from "@quire/server";
import type { FastifyInstance } from "fastify";

/**
 * Accounts, people, shares and sessions are for people who signed in, in a browser: nobody's program makes itself another way
 * in. Every route of this package stands behind this.
 */
export function forBrowsersOnly(api: FastifyInstance): void {
  api.addHook("onRequest", async (request) => {
    if (tokenOf(request) !== undefined) throw fail("QUIRE_ERR_BROWSER_ONLY", {});
  });
}
