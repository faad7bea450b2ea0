import type { FastifyReply, FastifyRequest } from "fastify";
import type { People } from "../people.ts";
import { newSecret } from "../secrets.ts";
import type { Attempt } from "./attempts.ts";
import type { Provider } from "./provider.ts";
import type { SignInRefused } from "./refusal.ts";

/** Lets the browser set out for the provider, and answers with the address there. Throws SignInRefused where the provider is down. */
export async function beginAttempt(
  request: FastifyRequest,
  reply: FastifyReply,
  people: People,
  provider: Provider,
  { returnTo, linkTo }: Pick<Attempt, "returnTo" | "linkTo">,
): Promise<string> {
  const { id } = provider.settings;
  const attempt: Attempt = {
    provider: id,
    state: newSecret(),
    nonce: newSecret(),
    verifier: newSecret(),
    returnTo,
    linkTo,
  };
  const address = await provider.addressFor(attempt, callbackAddress(request, people, id));
  people.providers.cookie.set(reply, people.providers.attempts.seal(attempt));
  return address;
}

/** Where the provider sends people back to; it has to be registered there, letter by letter. */
export function callbackAddress(request: FastifyRequest, people: People, id: string): string {
  return `${people.origin(request)}/api/session/providers/${id}/callback`;
}

/** Tells who runs the server why a provider brought nobody in. What the provider answered may hold tokens, and is left out. */
export function logRefusal(
  request: FastifyRequest,
  provider: string,
  { problem, cause }: SignInRefused,
): void {
  if (problem !== "provider-down" && problem !== "provider-failed") return;
  const { message, code, error, status, cause: deeper } = (cause ?? {}) as Record<string, unknown>;
  const { code: deeperCode } = (deeper ?? {}) as Record<string, unknown>;
  const reason = [message, code, status, error, deeperCode]
    .filter((part) => typeof part === "string" || typeof part === "number")
    .join(", ");
  request.log.warn({ provider, problem, reason }, "somebody could not sign in with a provider");
}
