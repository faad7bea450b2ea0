import { AccountProviderList, Confirm, nullShape, ProviderAddress } from "@quire/protocol";
import { fail, type Shapes } from "@quire/server";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { beginAttempt, logRefusal } from "../oidc/begin-attempt.ts";
import type { IdentityRecord } from "../oidc/identities.ts";
import { SignInRefused } from "../oidc/refusal.ts";
import { isIssuer } from "../oidc/settings.ts";
import type { People } from "../people.ts";
import { confirm, confirmFresh } from "../sign-in/confirm-fresh.ts";
import { hasWayIn } from "../sign-in/ways-in.ts";
import type { PersonRecord } from "../store/records.ts";
import { errors, idParams, requireSession, stillThere, whoAsks, writeChange } from "./route-parts.ts";

const tags = ["account"];

/** The other servers that somebody signs in to their account with. */
export function accountProviderRoutes(app: FastifyInstance, people: People): void {
  const api = app.withTypeProvider<Shapes>();

  api.get(
    "/account/providers",
    {
      schema: {
        summary: "The providers, and who I am there",
        tags,
        response: { 200: AccountProviderList, ...errors },
      },
    },
    (request) => {
      const { person } = requireSession(people, request);
      const identities = people.providers.identities.of(person.id);
      const providers = people.providers.all.map(({ settings }) => {
        const identity = identities.find((one) => isIssuer(settings, one.issuer));
        return {
          id: settings.id,
          name: settings.name,
          linkedAt: identity?.linkedAt ?? null,
          email: identity?.email ?? null,
        };
      });
      return { providers };
    },
  );

  // Not a link, as signing in is: whoever could send a browser there could have somebody else's identity connected with the
  // account that is signed in, and come in by it.
  api.post(
    "/account/providers/:id",
    {
      schema: {
        summary: "Begin to connect a provider with my account",
        tags,
        params: idParams,
        body: Confirm,
        response: { 200: ProviderAddress, ...errors },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const { person, session } = requireSession(people, request);
      await confirmFresh(people, request, person, request.body.password);
      const provider = people.providers.find(id);
      if (provider === undefined) throw fail("QUIRE_ERR_PROVIDER_NOT_FOUND", { id });
      const attempt = { returnTo: "/account", linkTo: session.id };
      try {
        return { url: await beginAttempt(request, reply, people, provider, attempt) };
      } catch (error) {
        if (!(error instanceof SignInRefused)) throw error;
        logRefusal(request, id, error);
        throw fail("QUIRE_ERR_PROVIDER_DOWN", { name: provider.settings.name }, { cause: error });
      }
    },
  );

  api.delete(
    "/account/providers/:id",
    {
      schema: {
        summary: "Connect a provider with my account no longer",
        tags,
        params: idParams,
        body: Confirm,
        response: { 204: nullShape, ...errors },
      },
    },
    async (request, reply) => {
      const { person } = requireSession(people, request);
      await confirm(people, request, person, request.body.password);
      await writeChange(people, person, () => disconnect(request, people, person, request.params.id));
      return reply.code(204).send(null);
    },
  );
}

/** To be called inside of a write, which sees what others wrote since the request came. */
function disconnect(request: FastifyRequest, people: People, before: PersonRecord, id: string): void {
  const person = stillThere(people, before);
  const settings = people.providers.find(id)?.settings;
  const isMeant = ({ issuer }: IdentityRecord): boolean =>
    settings !== undefined && isIssuer(settings, issuer);
  if (people.providers.identities.forget(person.id, isMeant) === 0)
    throw fail("QUIRE_ERR_PROVIDER_NOT_FOUND", { id });
  if (!hasWayIn(people, person)) throw fail("QUIRE_ERR_LAST_WAY_IN", {});
  people.audit.add({
    action: "person-change",
    ...whoAsks(request, person),
    subject: `${person.id}: no longer connected with ${id}`,
  });
}
