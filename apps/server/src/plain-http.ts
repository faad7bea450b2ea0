import { isLoopbackName } from "@quire/server";
import type { Config } from "./config.ts";

/**
 * What is said at the start where people's address is plain http, in one line; undefined where it is https, or this machine's own, which
 * browsers trust without it. It is no reason to refuse: a network of one's own may have nothing better.
 */
export function warnOfHttp({ url, access }: Pick<Config, "url" | "access">): string | undefined {
  const address = url === undefined ? null : URL.parse(url);
  if (address?.protocol !== "http:" || isLoopbackName(address.hostname)) return undefined;
  const [read, missing] =
    access === "accounts"
      ? ["passwords, sessions and text", "passkeys do not work, and nothing opens without the server"]
      : ["what people write", "nothing opens without the server"];
  return `QUIRE_URL is ${address.origin}, without https: whoever is on the network between can read ${read}; ${missing}. Put a reverse proxy with https in front (docs/self-hosting.md).`;
}
