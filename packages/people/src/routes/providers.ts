import { objectShape, type SignInProblem, textShape } from "@quire/protocol";
import { QuireError, type Shapes } from "@quire/server";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { type Admitted, admit, connect } from "../oidc/admit.ts";
import type { Attempt } from "../oidc/attempts.ts";
import { beginAttempt, callbackAddress, logRefusal } from "../oidc/begin-attempt.ts";
import type { Profile } from "../oidc/profile.ts";
import type { Provider } from "../oidc/provider.ts";
import { SignInRefused } from "../oidc/refusal.ts";
import { pageOfOurs } from "../oidc/return-to.ts";
import { syncGroups } from "../oidc/sync-groups.ts";
import type { People } from "../people.ts";
import { giveInvited } from "../sign-in/give-invited.ts";
import { addressKey } from "../sign-in/limits.ts";
import type { PersonRecord } from "../store/records.ts";
import { begin } from "./begin-session.ts";
import { errors, idParams, whoAsks, writeChange } from "./route-parts.ts";

const tags = ["session"];
const Asked = objectShape({}, { returnTo: textShape({ maxLength: 2_000 }) });

/**
 * Signing in with other servers. Both routes are pages that a browser goes to, so each answer sends it on: to the provider, to
 * a page of ours, or to the one that says what the matter was.
 */
export function providerRoutes(app: FastifyInstance, people: People): void {
  const api = app.withTypeProvider<Shapes>();

  api.get(
    "/session/providers/:id",
    {
      exposeHeadRoute: false,
      schema: {
        summary: "Go to a provider to sign in with it",
        tags,
        params: idParams,
        querystring: Asked,
        response: errors,
      },
    },
    async (request, reply) => {
      const returnTo = pageOfOurs(request.query.returnTo);
      try {
        const provider = find(people, request.params.id);
        const address = await beginAttempt(request, reply, people, provider, { returnTo, linkTo: null });
        return reply.redirect(address, 303);
      } catch (error) {
        return turnAway(request, reply, error, { id: request.params.id, page: "/sign-in", returnTo });
      }
    },
  );

  // The one GET that writes. Nobody else can have it asked with effect: what it does is done for the browser that set out, and
  // once, as `state` in the address and in the sealed cookie say alike.
  api.get(
    "/session/providers/:id/callback",
    {
      exposeHeadRoute: false,
      schema: {
        summary: "Come back from a provider",
        tags,
        params: idParams,
        response: errors,
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      let way = { id, page: "/sign-in", returnTo: "/" };
      try {
        const provider = find(people, id);
        const arrived = new URL(callbackAddress(request, people, id));
        arrived.search = request.url.split("?").slice(1).join("?");
        const attempt = takeAttempt(request, reply, people, arrived, id);
        way = attempt.linkTo === null ? { ...way, returnTo: attempt.returnTo } : { ...way, page: "/account" };
        if (people.limits.providers.take(addressKey(request.ip)) > 0) throw new SignInRefused("too-often");
        const profile = await provider.profileOf(arrived, attempt);
        await (attempt.linkTo === null
          ? signIn(request, reply, people, provider, profile)
          : link(request, reply, people, provider, { profile, sessionId: attempt.linkTo }));
        people.limits.providers.giveBack(addressKey(request.ip));
        return reply.redirect(attempt.returnTo, 303);
      } catch (error) {
        await putDown(request, people, id, error);
        return turnAway(request, reply, error, way);
      }
    },
  );
}

function find(people: People, id: string): Provider {
  const provider = people.providers.find(id);
  if (provider === undefined) throw new SignInRefused("provider-unknown");
  return provider;
}

/** What this browser set out with. An address that somebody else made for it, or that was used, brings nobody in, and ends no attempt. */
function takeAttempt(
  request: FastifyRequest,
  reply: FastifyReply,
  people: People,
  arrived: URL,
  id: string,
): Attempt {
  const sealed = people.providers.cookie.read(request);
  const attempt =
    sealed === undefined
      ? undefined
      : people.providers.attempts.take(sealed, arrived.searchParams.get("state"));
  if (attempt === undefined || attempt.provider !== id) throw new SignInRefused("attempt-over");
  people.providers.cookie.clear(reply);
  return attempt;
}

async function signIn(
  request: FastifyRequest,
  reply: FastifyReply,
  people: People,
  { settings }: Provider,
  profile: Profile,
): Promise<void> {
  const [person, hasChanged] = await people.store.write(() => {
    const isNew = people.providers.identities.find(profile) === undefined;
    const admitted = admit(people, settings, profile);
    const who = whoAsks(request, admitted.person);
    const { person, invitations = [] } = admitted;
    const came = person.standing === "owner" ? `${settings.id} owner` : settings.id;
    if (isNew) people.audit.add({ action: "join", ...who, subject: came });
    if (admitted.hasNewEmail)
      people.audit.add({ action: "email-change", ...who, subject: `by ${settings.id}` });
    giveProved(request, people, admitted);
    const changes = syncGroups(people, settings, admitted, profile);
    putDownChanges(request, people, admitted.person, changes);
    return [person, isNew || changes.length + invitations.length > 0] as const;
  });
  if (hasChanged) people.documents.recheck();
  await begin(request, reply, people, person.id, { by: settings.id });
}

/** Connects the provider with the account that set out, if the same browser is still signed in to it, by the same session. */
async function link(
  request: FastifyRequest,
  reply: FastifyReply,
  people: People,
  { settings }: Provider,
  { profile, sessionId }: { readonly profile: Profile; readonly sessionId: string },
): Promise<void> {
  const asking = people.session(request);
  if (asking === undefined) throw new SignInRefused("attempt-over");
  const renewed = await writeChange(people, asking.person, () => {
    const { person, session } = people.session(request) ?? {};
    if (person === undefined || session?.id !== sessionId) throw new SignInRefused("attempt-over");
    const admitted = connect(people, person, profile);
    giveProved(request, people, admitted);
    const changes = syncGroups(people, settings, admitted, profile);
    putDownChanges(request, people, person, [`connected with ${settings.id}`, ...changes]);
    // Who became an owner by it has none any more.
    return people.session(request) === undefined ? people.sessions.renew(session, "owner") : undefined;
  }).catch((error: unknown) => {
    const isTooOften = error instanceof QuireError && error.code === "QUIRE_ERR_TOO_MANY_CHANGES";
    throw isTooOften ? new SignInRefused("too-often", asking.person.id, { cause: error }) : error;
  });
  if (renewed !== undefined) people.sessionCookie.set(reply, renewed);
  people.documents.recheck();
}

/** What the proof of an address brings along. To be called inside of a write. */
function giveProved(
  request: FastifyRequest,
  people: People,
  { person, isNewlyProved, invitations = [] }: Admitted,
): void {
  if (isNewlyProved)
    people.audit.add({ action: "email-change", ...whoAsks(request, person), subject: "confirmed" });
  giveInvited(people, invitations, person, { person, address: request.ip });
}

function putDownChanges(
  request: FastifyRequest,
  people: People,
  person: PersonRecord,
  changes: readonly string[],
): void {
  for (const change of changes)
    people.audit.add({
      action: "person-change",
      ...whoAsks(request, person),
      subject: `${person.id}: ${change}`,
    });
}

const untold: readonly SignInProblem[] = ["attempt-over", "provider-unknown", "provider-down", "too-often"];

/** Puts down who was not let in. Whoever only made up an address is not: they could fill the log with it. */
async function putDown(request: FastifyRequest, people: People, id: string, error: unknown): Promise<void> {
  if (!(error instanceof SignInRefused)) return;
  const { problem, personId } = error;
  if (untold.includes(problem)) return;
  const name = personId === null ? null : (people.store.people.get(personId)?.name ?? null);
  await people.store.write(() =>
    people.audit.add({
      action: "sign-in-refused",
      personId,
      name,
      address: request.ip,
      subject: `${id}: ${problem}`,
    }),
  );
}

/** Where somebody wanted to come in, and to go on to. */
interface Way {
  readonly id: string;
  readonly page: string;
  readonly returnTo: string;
}

/** Sends the browser to the page that says why; what is a bug, or the store's, is answered as everywhere. */
function turnAway(
  request: FastifyRequest,
  reply: FastifyReply,
  error: unknown,
  { id, page, returnTo }: Way,
): FastifyReply {
  if (!(error instanceof SignInRefused)) throw error;
  logRefusal(request, id, error);
  const query = new URLSearchParams({ problem: error.problem, ...(returnTo !== "/" && { returnTo }) });
  return reply.redirect(`${page}?${query.toString()}`, 303);
}
