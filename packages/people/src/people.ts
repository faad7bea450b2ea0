import {
  type DocumentId,
  nobodysPage,
  type PutOutBy,
  pageOwnerHeader,
  pageOwnerParam,
} from "@quire/protocol";
import {
  type BeforeMove,
  fail,
  type Grant,
  type NameOf,
  type OnAction,
  type Refusal,
  type Rename,
  tokenOf,
} from "@quire/server";
import type { FastifyRequest } from "fastify";
import { grantOf, type Who } from "./access/grant.ts";
import { Links, type PublicLink } from "./access/links.ts";
import { adopt } from "./access/orphans.ts";
import { Rights } from "./access/rights.ts";
import { Sharing } from "./access/sharing.ts";
import { guestOf, type Visit, Visits } from "./access/visits.ts";
import { Audit } from "./audit/audit.ts";
import { auditActions } from "./audit/document-actions.ts";
import { auditForeignOrigins } from "./audit/foreign-origins.ts";
import { Mail } from "./mail/mail.ts";
import { Providers } from "./oidc/providers.ts";
import type { Documents, PeopleOptions } from "./options.ts";
import { Challenges } from "./passkeys/challenges.ts";
import { Passkeys } from "./passkeys/passkeys.ts";
import { personOf } from "./person-of.ts";
import { OwnedCookie, SecretCookie } from "./sign-in/cookie.ts";
import { HourLinks } from "./sign-in/hour-links.ts";
import { Invitations } from "./sign-in/invitations.ts";
import { addressKey, SignInLimits, takeTry } from "./sign-in/limits.ts";
import { Passwords } from "./sign-in/passwords.ts";
import { endOf, Sessions } from "./sign-in/sessions.ts";
import type { EmailChangeRecord, PersonRecord, ResetRecord, SessionRecord } from "./store/records.ts";
import { PeopleStore } from "./store/store.ts";
import { ApiTokens } from "./tokens/api-tokens.ts";
import { Bearers, narrowed } from "./tokens/bearers.ts";

/** Somebody in a browser that they signed in with. */
export interface SignedIn {
  readonly person: PersonRecord;
  readonly session: SessionRecord;
}

/** The people of one server, and what they may. What it answers is what `people.mdb` says at that moment. */
export class People {
  readonly store: PeopleStore;
  readonly now: () => number;
  readonly url: string | undefined;
  readonly passwords: Passwords;
  readonly sessions: Sessions;
  readonly invitations: Invitations;
  /** Links by which somebody sets a new password. */
  readonly resets: HourLinks<ResetRecord, ResetRecord>;
  /** Links by which somebody takes the address that they were mailed to. */
  readonly emailChanges: HourLinks<string, EmailChangeRecord>;
  readonly limits: SignInLimits;
  /** Undefined where the server was told of no other one that sends mail. */
  readonly mail: Mail | undefined;
  readonly sessionCookie: OwnedCookie;
  readonly providers: Providers;
  readonly passkeys: Passkeys;
  readonly challenges: Challenges;
  /** Binds a challenge to the browser that asked for it. */
  readonly passkeyCookie: SecretCookie;
  readonly apiTokens: ApiTokens;
  readonly bearers: Bearers;
  readonly rights: Rights;
  readonly sharing: Sharing;
  readonly links: Links;
  readonly visits: Visits;
  /** A guest's. */
  readonly visitCookie: OwnedCookie;
  /** That of somebody with an account, beside the guest's whose browser it is when they have signed out. */
  readonly memberVisitCookie: SecretCookie;
  readonly audit: Audit;
  /** Told by the plugin what people do with documents. */
  readonly onAction: OnAction;
  /** Asked by the plugin before a document is moved. A move changes rights, and has everybody's asked for once more: it is counted as such. */
  readonly beforeMove: BeforeMove = (_request, { documentId, parentId, person }) =>
    this.limits.change(person.id, () =>
      this.store.write(() => this.sharing.keepMoved(documentId, parentId, person.id)),
    );
  /** Told by the plugin of what another site's page asked for with somebody's cookie. */
  readonly onForeignOrigin: (request: FastifyRequest) => void;
  #documents: Documents | undefined;
  readonly #background = new Set<Promise<void>>();

  /** Throws QUIRE_ERR_DATA_… where the directory cannot be used. */
  constructor(options: PeopleOptions) {
    const { dataDir, url, now = Date.now, passwordCost, auditDays = 365 } = options;
    this.store = new PeopleStore(dataDir);
    this.now = now;
    this.url = url;
    this.passwords = new Passwords(passwordCost);
    this.sessions = new Sessions(this.store, now);
    this.passkeys = new Passkeys(this.store, now);
    this.challenges = new Challenges(now);
    this.apiTokens = new ApiTokens(this.store, now);
    this.bearers = new Bearers(this.store, this.apiTokens, now);
    this.resets = new HourLinks(this.store, { name: "resets", now, kept: (reset: ResetRecord) => reset });
    const keptEmail = (email: string) => ({ email });
    this.emailChanges = new HourLinks(this.store, { name: "email-changes", now, kept: keptEmail });
    this.limits = new SignInLimits(now, options.changesPerHour);
    this.mail = options.mail === undefined ? undefined : new Mail(options.mail);
    this.audit = new Audit(this.store, { now, days: auditDays });
    const audited = auditActions(this.store, this.audit, {
      now,
      moved: () => this.invitations.endLost(),
      made: (what) => adopt(this, what),
    });
    this.onAction = (request, action) => {
      // A link to what is deleted is good for nothing, also below it, until that is there again.
      const isTurned = action.kind === "delete" || action.kind === "restore";
      const isOver = isTurned && this.links.hasAny(this.rights.placeOf(action.documentId));
      // What was above counts no more, and what is now does, for all that is below it as well.
      if (isOver || action.kind === "move") this.documents.recheck();
      return audited(request, action);
    };
    const isSecure = url?.startsWith("https:") ?? false;
    this.sessionCookie = new OwnedCookie("quire-session", "quire-person", isSecure);
    this.passkeyCookie = new SecretCookie("quire-passkey", isSecure);
    this.visitCookie = new OwnedCookie("quire-visit", "quire-visitor", isSecure);
    this.memberVisitCookie = new SecretCookie("quire-member-visit", isSecure);
    this.rights = new Rights(this.store, () => this.documents);
    this.sharing = new Sharing(this.store, this.rights, now);
    this.invitations = new Invitations(this.store, now, (by, share) => this.sharing.mayGive(by, share));
    this.links = new Links(this.store, this.rights, now);
    this.visits = new Visits(this.store, this.links, now);
    this.providers = new Providers(this.store, { ...options, now });
    // By the cookie alone: what else is in the request, the foreign page said.
    const signedIn = (request: FastifyRequest) => {
      const session = this.sessions.find(this.sessionCookie.read(request) ?? "");
      const person = session && this.store.people.get(session.personId);
      return person?.disabledAt === null ? person : undefined;
    };
    const putDown = auditForeignOrigins(this.store, this.audit, { now, signedIn });
    this.onForeignOrigin = (request) => this.inBackground(putDown(request) ?? Promise.resolve());
  }

  /** The documents that rights are about; they are open before anybody asks. */
  get documents(): Documents {
    if (this.#documents === undefined) throw new Error("nobody has said yet where the documents are");
    return this.#documents;
  }

  set documents(documents: Documents) {
    this.#documents = documents;
  }

  /** Whether nobody owns this server yet. */
  get hasNobody(): boolean {
    return this.store.people.getKeysCount({ limit: 1 }) === 0;
  }

  /** The browser's session, and whose it is; undefined for nobody, and for programs: who says a token is whom it names, and a cookie beside it is nobody's. */
  session(request: FastifyRequest): SignedIn | undefined {
    if (tokenOf(request) !== undefined) return undefined;
    const secret = this.sessionCookie.read(request);
    const session = secret === undefined ? undefined : this.sessions.find(secret);
    const person = session === undefined ? undefined : this.store.people.get(session.personId);
    if (session === undefined || person === undefined || person.disabledAt !== null) return undefined;
    return this.isLeftOpen(request) ? undefined : { person, session };
  }

  /** Whether a page asks that was left open by somebody else than who uses its browser now; nobody, too, is somebody else. */
  isLeftOpen(request: FastifyRequest): boolean {
    const said = pageOwnerOf(request);
    if (said === undefined) return false;
    const owner = this.#browserOwner(request);
    return owner !== undefined && said !== owner;
  }

  /** Whether the browser has a session that has not ended, whoever's page asks. */
  isSomebodySignedIn(request: FastifyRequest): boolean {
    return this.#browserSession(request) !== undefined;
  }

  #browserSession(request: FastifyRequest): SessionRecord | undefined {
    return this.sessions.find(this.sessionCookie.read(request) ?? "");
  }

  /** Who uses the browser now, by its cookies alone: who is signed in there, else its guest. */
  #browserOwner(request: FastifyRequest): string | undefined {
    return (
      this.#browserSession(request)?.personId ?? this.visits.of(this.visitCookie.read(request), undefined)?.id
    );
  }

  /** By which links the browser came before, for whoever asks by it; undefined for none. */
  visit(request: FastifyRequest): Visit | undefined {
    if (this.isLeftOpen(request)) return undefined;
    const personId = this.signedIn(request)?.id;
    const guests = this.visitCookie.read(request);
    if (personId === undefined) return this.visits.find(guests, undefined);
    return this.visits.ofMember(this.memberVisitCookie.read(request), guests, personId);
  }

  /** Why whoever the browser was is nobody now. Asked for by the cookie alone, which only their browser has. */
  putOutBy(request: FastifyRequest): PutOutBy | undefined {
    const isSomebody = this.isSomebodySignedIn(request);
    if (tokenOf(request) !== undefined || isSomebody || this.isLeftOpen(request)) return undefined;
    const by = this.sessions.whyEnded(this.sessionCookie.read(request) ?? "");
    if (by !== undefined) return by;
    return this.visit(request)?.good.length === 0 ? "link-over" : undefined;
  }

  /** Who is signed in by this request; undefined for nobody. */
  signedIn(request: FastifyRequest): PersonRecord | undefined {
    return this.session(request)?.person;
  }

  /** What the address of a link begins with. Without a public one only loopback is answered, and is what the request came to. */
  origin(request: FastifyRequest): string {
    return this.url ?? `http://${request.headers.host ?? "localhost"}`;
  }

  /** Does what nobody is kept waiting for. What fails is the caller's to say; what is under way is waited for at the end. */
  inBackground(work: Promise<void>): void {
    const tracked = work.finally(() => this.#background.delete(tracked));
    this.#background.add(tracked);
  }

  /** Whoever asks by a browser, also by the links that it came by; undefined for nobody, and for programs. */
  who(request: FastifyRequest): Who | undefined {
    if (tokenOf(request) !== undefined) return undefined;
    const { person, session } = this.session(request) ?? {};
    const visit = this.visit(request);
    const links = visit?.good ?? [];
    if (person !== undefined)
      return { person: personOf(person), personId: person.id, links, until: session && endOf(session) };
    if (visit === undefined || links.length === 0) return undefined;
    return { person: guestOf(visit), personId: undefined, links, until: undefined };
  }

  /** The plugin's one question. Who has not signed in is told nothing but that; who has, nothing of what is not theirs. */
  readonly authorize = (
    request: FastifyRequest,
    documentId: DocumentId | null,
    said?: string,
  ): Grant | Refusal => {
    const token = tokenOf(request, said);
    return token === undefined
      ? grantOf(this.who(request), documentId, this.rights)
      : this.#grantByToken(request, token, documentId);
  };

  #grantByToken(request: FastifyRequest, said: string, documentId: DocumentId | null): Grant | Refusal {
    const bearer = this.bearers.find(request, said);
    if (bearer === undefined) return { refused: "unauthenticated" };
    const { person, token } = bearer;
    const who = { person: personOf(person), personId: person.id, links: [], until: undefined };
    const grant = grantOf(who, documentId, this.rights);
    return narrowed(grant, token, documentId, {
      parentOf: (id) => this.documents.document(id)?.parentId ?? null,
      placeOf: (id) => this.rights.placeOf(id),
    });
  }

  readonly rename: Rename = async (request, _reply, name) => {
    const record = this.signedIn(request);
    const secret = this.visitCookie.read(request);
    // A program is somebody, and not who says what they are called.
    if (tokenOf(request) !== undefined) throw fail("QUIRE_ERR_BROWSER_ONLY", {});
    if (this.isLeftOpen(request)) throw fail("QUIRE_ERR_UNAUTHENTICATED", {});
    return await this.store.write(() => {
      const now = record === undefined ? undefined : this.store.people.get(record.id);
      if (now !== undefined) {
        void this.store.people.put(now.id, { ...now, name });
        return personOf({ ...now, name });
      }
      const guest = secret === undefined ? undefined : this.visits.rename(secret, name);
      if (guest === undefined) throw fail("QUIRE_ERR_UNAUTHENTICATED", {});
      return guest;
    });
  };

  /** What somebody is called; null for who is gone. Ids of other applications' people have a colon: whether those are there, they know. */
  readonly nameOf: NameOf = (personId) =>
    this.store.people.get(personId)?.name ?? (personId.includes(":") ? undefined : null);

  /** The document of a public page, as long as its link holds, and what others are told of it. */
  publicLink(token: string): PublicLink | undefined {
    return this.links.publicLink(token);
  }

  /** Counts a token of a link that is none. Throws QUIRE_ERR_TOO_MANY_TRIES for an address that has guessed enough. */
  countMissedLink(address: string): void {
    takeTry(this.limits.links, addressKey(address));
  }

  /** Waits for what is under way in the background, and lets the store go. */
  async close(): Promise<void> {
    await Promise.allSettled(this.#background);
    await this.store.close();
  }
}

/** Whose the page that asks says that it is. What was said twice is what nobody is called. */
function pageOwnerOf({ headers, query }: FastifyRequest): string | undefined {
  const said = headers[pageOwnerHeader] ?? (query as Readonly<Record<string, unknown>>)[pageOwnerParam];
  return said === undefined || typeof said === "string" ? said : nobodysPage;
}
