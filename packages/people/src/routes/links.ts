import {
  type DocumentId,
  Entered,
  EnterLink,
  type LinkRole,
  LookAtShare,
  ShareLookedAt,
} from "@quire/protocol";
import { fail, type Shapes } from "@quire/server";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { wayOf } from "../access/links.ts";
import type { Visit } from "../access/visits.ts";
import type { People } from "../people.ts";
import { addressKey, takeTry } from "../sign-in/limits.ts";
import { Buckets } from "../sign-in/tries.ts";
import type { LinkRecord, PersonRecord } from "../store/records.ts";
import { errors, readName } from "./route-parts.ts";

const tags = ["links"];
const minuteMs = 60_000;

/** What an address may try in a minute: ways in, and passwords, of which a link has as many. */
const entries = 60;
const passwords = 5;

/** Coming in by a link. For everybody: what they are told is told to who knows its token. */
export function linkRoutes(app: FastifyInstance, people: People): void {
  const door = new Door(people);
  const api = app.withTypeProvider<Shapes>();

  api.post(
    "/links/look",
    {
      schema: {
        summary: "What it takes to come in by a link",
        tags,
        body: LookAtShare,
        response: { 200: ShareLookedAt, ...errors },
      },
    },
    (request): ShareLookedAt => {
      const link = door.find(request, request.body.token);
      const { person, visit } = door.whoComes(request);
      return {
        role: link.role,
        needsPassword: link.password !== null && !hasCome(visit, link),
        needsName: person === undefined && !visit?.name,
      };
    },
  );

  api.post(
    "/links/enter",
    {
      schema: {
        summary: "Come in by a link",
        tags,
        body: EnterLink,
        response: { 200: Entered, ...errors },
      },
    },
    async (request, reply) => {
      const { token, name, password } = request.body;
      const link = door.find(request, token);
      door.countEntry(request);
      const { visit } = door.whoComes(request);
      if (link.password !== null && !hasCome(visit, link))
        await door.checkPassword(request, link, link.password, password);
      const { secret, guest, ...entered } = await people.store.write(() => door.enter(request, link, name));
      const cookie = guest === undefined ? people.memberVisitCookie : people.visitCookie;
      if (secret !== undefined) cookie.set(reply, secret);
      if (guest !== undefined) sayWhoCame(reply, people, guest);
      return entered;
    },
  );
}

/** Tells the pages that are opened from now on whose they are, also where the browser still says who was signed in there. */
function sayWhoCame(reply: FastifyReply, { visitCookie, sessionCookie }: People, guest: string): void {
  visitCookie.sayWhose(reply, guest);
  sessionCookie.sayNobodys(reply);
}

/** What comes of entering. */
interface Came {
  readonly documentId: DocumentId;
  readonly role: LinkRole;
  /** For the browser, where it needs another one. */
  readonly secret: string | undefined;
  /** Who came, where it is a guest. */
  readonly guest: string | undefined;
}

/** Who stands at the door: their account, or what their browser knows of them. */
interface Comer {
  readonly person: PersonRecord | undefined;
  readonly visit: Visit | undefined;
}

class Door {
  readonly #people: People;
  readonly #entries;
  readonly #passwords;

  constructor(people: People) {
    const { now } = people;
    this.#people = people;
    this.#entries = new Buckets({ now, tries: entries, perMs: minuteMs });
    this.#passwords = new Buckets({ now, tries: passwords, perMs: minuteMs });
  }

  whoComes(request: FastifyRequest): Comer {
    return { person: this.#people.signedIn(request), visit: this.#people.visit(request) };
  }

  /** The link. Throws the same for one that never was, that has ended, and whose document is gone; and counts those. */
  find({ ip }: FastifyRequest, token: string): LinkRecord {
    takeTry(this.#people.limits.links, addressKey(ip));
    const link = this.#people.links.find(token);
    if (link === undefined) throw fail("QUIRE_ERR_LINK_NOT_FOUND", {});
    this.#people.limits.links.giveBack(addressKey(ip));
    return link;
  }

  countEntry({ ip }: FastifyRequest): void {
    takeTry(this.#entries, addressKey(ip));
  }

  /** Throws QUIRE_ERR_LINK_PASSWORD for what is not the password. A right one costs nobody a try. */
  async checkPassword(
    request: FastifyRequest,
    link: LinkRecord,
    hash: string,
    password: string | undefined,
  ): Promise<void> {
    if (password === undefined) throw fail("QUIRE_ERR_LINK_PASSWORD", {});
    const address = addressKey(request.ip);
    const names = [`address ${address}`, `link ${link.id}`];
    for (const name of names) takeTry(this.#passwords, name);
    if (!(await this.#people.passwords.matches(password, hash, address))) {
      await this.#putDownRefusal(request, link);
      throw fail("QUIRE_ERR_LINK_PASSWORD", {});
    }
    for (const name of names) this.#passwords.giveBack(name);
  }

  /** Who comes without an account has no name yet. As often as one may try, and no more. */
  async #putDownRefusal(request: FastifyRequest, { id, role, documentId }: LinkRecord): Promise<void> {
    const { store, audit, rights } = this.#people;
    const { person } = this.whoComes(request);
    const { id: personId = null, name = null } = person ?? {};
    await store.write(() =>
      audit.add({
        action: "link-refused",
        personId,
        name,
        address: request.ip,
        documentId: rights.newest(documentId) ?? documentId,
        subject: `link ${id} ${role}`,
      }),
    );
  }

  /** To be called inside of a write. */
  enter(request: FastifyRequest, { token, password }: LinkRecord, given: string | undefined): Came {
    const { links, rights, visits, audit, documents } = this.#people;
    const link = links.find(token);
    const documentId = link && rights.newest(link.documentId);
    if (link === undefined || documentId === undefined) throw fail("QUIRE_ERR_LINK_NOT_FOUND", {});
    // It got another one while theirs was looked at.
    if (link.password !== password && link.password !== null) throw fail("QUIRE_ERR_LINK_PASSWORD", {});
    const { person, visit } = this.whoComes(request);
    const name = nameOf({ person, visit }, given);
    const isNew = !hasCome(visit, link) || (person === undefined && visit?.name !== name);
    const personId = person?.id ?? null;
    const comer = { before: visit, personId, name, present: documents.present(documentId) };
    const entered = isNew ? visits.enter(link, comer) : undefined;
    audit.add({
      action: "link-enter",
      personId,
      name,
      address: request.ip,
      documentId,
      subject: `link ${link.id} ${link.role}`,
    });
    const guest = person === undefined ? (entered ?? visit)?.id : undefined;
    return { documentId, role: link.role, secret: entered?.secret, guest };
  }
}

function hasCome(visit: Visit | undefined, link: LinkRecord): boolean {
  return visit?.links.includes(wayOf(link)) ?? false;
}

function nameOf({ person, visit }: Comer, given: string | undefined): string {
  const name = person?.name ?? (given === undefined ? visit?.name : readName(given));
  if (name !== undefined && name !== "") return name;
  throw fail("QUIRE_ERR_BAD_REQUEST", { problem: "a guest gives a name" });
}
