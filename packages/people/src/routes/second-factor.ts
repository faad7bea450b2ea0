import { Confirm, ConfirmSecondFactor, nullShape, SecondFactorOffer, SpareCodes } from "@quire/protocol";
import { fail, type Shapes } from "@quire/server";
import type { FastifyInstance, FastifyReply } from "fastify";
import type { People } from "../people.ts";
import { confirm, confirmFresh } from "../sign-in/confirm-fresh.ts";
import { takeTry } from "../sign-in/limits.ts";
import {
  addressOf,
  makeSpares,
  offerSecondFactor,
  secondFactorOf,
  useCode,
} from "../sign-in/second-factor.ts";
import type { PersonRecord } from "../store/records.ts";
import { errors, requireSession, stillSignedIn, stillThere, whoAsks, writeChange } from "./route-parts.ts";

const tags = ["account"];

/** Codes of an app, beside the password. */
export function secondFactorRoutes(app: FastifyInstance, people: People): void {
  const api = app.withTypeProvider<Shapes>();

  api.post(
    "/account/second-factor",
    {
      schema: {
        summary: "Begin to set up codes of an app",
        tags,
        body: Confirm,
        response: { 201: SecondFactorOffer, ...errors },
      },
    },
    async (request, reply) => {
      const { person } = requireSession(people, request);
      await confirmFresh(people, request, person, request.body.password);
      const offer = offerSecondFactor();
      await people.store.write(() => {
        const now = stillThere(people, person);
        if (secondFactorOf(now) !== undefined) throw fail("QUIRE_ERR_SECOND_FACTOR_ON", {});
        void people.store.people.put(now.id, { ...now, secondFactor: offer });
      });
      const { host } = new URL(people.origin(request));
      return reply.code(201).send({ secret: offer.secret, url: addressOf(offer, person.email, host) });
    },
  );

  api.put(
    "/account/second-factor",
    {
      schema: {
        summary: "Ask for codes of the app from now on",
        tags,
        body: ConfirmSecondFactor,
        response: { 200: SpareCodes, ...errors },
      },
    },
    async (request, reply) => {
      const signedIn = requireSession(people, request);
      const { person, session } = signedIn;
      takeTry(people.limits.codes, `${person.id} confirms`);
      const { codes, hashes } = makeSpares();
      const renewed = await writeChange(people, person, () => {
        const now = stillSignedIn(people, request, signedIn);
        if (secondFactorOf(now) !== undefined) throw fail("QUIRE_ERR_SECOND_FACTOR_ON", {});
        const { secondFactor: offer } = now;
        const seen = offer && useCode(offer, request.body.code, people.now());
        if (seen === undefined) throw fail("QUIRE_ERR_CODE_WRONG", {});
        const secondFactor = { ...seen, confirmedAt: people.now(), spares: hashes };
        void people.store.people.put(now.id, { ...now, secondFactor });
        people.audit.add({ action: "second-factor", ...whoAsks(request, now), subject: "on" });
        return people.sessions.renew(session, "second-factor");
      });
      goOn(people, reply, person, renewed);
      people.limits.codes.forget(`${person.id} confirms`);
      return { codes };
    },
  );

  removalRoute(app, people);
}

function removalRoute(app: FastifyInstance, people: People): void {
  app.withTypeProvider<Shapes>().delete(
    "/account/second-factor",
    {
      schema: {
        summary: "Ask for codes of the app no longer",
        tags,
        body: Confirm,
        response: { 204: nullShape, ...errors },
      },
    },
    async (request, reply) => {
      const signedIn = requireSession(people, request);
      const { person, session } = signedIn;
      await confirm(people, request, person, request.body.password);
      if (person.secondFactor === undefined) return reply.code(204).send(null);
      const renewed = await writeChange(people, person, () => {
        const { secondFactor, ...now } = stillSignedIn(people, request, signedIn);
        if (secondFactor === undefined) return undefined;
        void people.store.people.put(now.id, now);
        people.audit.add({ action: "second-factor", ...whoAsks(request, now), subject: "off" });
        return people.sessions.renew(session, "second-factor");
      });
      if (renewed !== undefined) goOn(people, reply, person, renewed);
      return reply.code(204).send(null);
    },
  );
}

/** This browser stays signed in, by a secret that nobody had. */
function goOn(people: People, reply: FastifyReply, { id }: PersonRecord, secret: string): void {
  people.sessionCookie.begin(reply, secret, id);
  people.documents.recheck();
}
