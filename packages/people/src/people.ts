import type { DocumentId, Person } from "@quire/protocol";
import {
  type Authorize,
  fail,
  type Grant,
  type OnAction,
  type Refusal,
  type Rename,
  tokenOf,
} from "@quire/server";
import type { FastifyRequest } from "fastify";
import { type Asker, rightOf, type World } from "./access/policy.ts";
import { Audit } from "./audit/audit.ts";
import { auditActions } from "./audit/document-actions.ts";
import { Mail } from "./mail/mail.ts";
import { Providers } from "./oidc/providers.ts";
import type { Documents, PeopleOptions } from "./options.ts";
import { keyOf } from "./secrets.ts";
import { SessionCookie } from "./sign-in/cookie.ts";
import { Invitations } from "./sign-in/invitations.ts";
import { SignInLimits } from "./sign-in/limits.ts";
import { Passwords } from "./sign-in/passwords.ts";
import { Resets } from "./sign-in/resets.ts";
import { Sessions } from "./sign-in/sessions.ts";
import type { LinkRecord, PersonRecord, SessionRecord } from "./store/records.ts";
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
  readonly resets: Resets;
  readonly limits: SignInLimits;
  /** Undefined where the server was told of no other one that sends mail. */
  readonly mail: Mail | undefined;
  readonly sessionCookie: SessionCookie;
  readonly providers: Providers;
  readonly apiTokens: ApiTokens;
  readonly bearers: Bearers;
  readonly audit: Audit;
  /** Told by the plugin what people do with documents. */
  readonly onAction: OnAction;
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
    this.invitations = new Invitations(this.store, now);
    this.apiTokens = new ApiTokens(this.store, now);
    this.bearers = new Bearers(this.store, this.apiTokens, now);
    this.resets = new Resets(this.store, now);
    this.limits = new SignInLimits(now);
    this.mail = options.mail === undefined ? undefined : new Mail(options.mail);
    this.audit = new Audit(this.store, { now, days: auditDays });
    this.onAction = auditActions(this.store, this.audit);
    this.sessionCookie = new SessionCookie(url?.startsWith("https:") ?? false);
    this.providers = new Providers(this.store, { ...options, now });
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
    return { person, session };
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

  /** The plugin's one question. Who has not signed in is told nothing but that; who has, nothing of what is not theirs. */
  readonly authorize: Authorize = (request, documentId, said) => {
    const token = tokenOf(request, said);
    if (token !== undefined) return this.#grantByToken(request, token, documentId);
    const record = this.signedIn(request);
    if (record === undefined) return { refused: "unauthenticated" };
    return this.grant({ personId: record.id, links: [] }, personOf(record), documentId);
  };

  #grantByToken(request: FastifyRequest, said: string, documentId: DocumentId | null): Grant | Refusal {
    const bearer = this.bearers.find(request, said);
    if (bearer === undefined) return { refused: "unauthenticated" };
    const { person, token } = bearer;
    const grant = this.grant({ personId: person.id, links: [] }, personOf(person), documentId);
    return narrowed(grant, token, documentId, (id) => this.documents.document(id)?.parentId ?? null);
  }

  /** What whoever is known to ask may do. */
  grant(asker: Asker, person: Person, documentId: DocumentId | null): Grant | Refusal {
    if (documentId === null) return { person, role: "edit" };
    const right = this.right(asker, documentId);
    return right === undefined ? { refused: "forbidden" } : { person, role: right.role };
  }

  readonly rename: Rename = async (request, _reply, name) => {
    const { id } = this.signedIn(request) ?? {};
    // A program is somebody, and not who says what they are called.
    if (id === undefined) throw fail("QUIRE_ERR_BROWSER_ONLY", {});
    return await this.store.write(() => {
      const record = { ...(this.store.people.get(id) as PersonRecord), name };
      void this.store.people.put(id, record);
      return personOf(record);
    });
  };

  /** What the asker may do with the document, and why. */
  right(asker: Asker, id: DocumentId) {
    return rightOf(asker, id, this.#world);
  }

  /** The link of a public page, as long as it holds. */
  publicLink(token: string): LinkRecord | undefined {
    const link = this.store.links.get(keyOf(token));
    if (link === undefined || !link.isPublic || link.password !== null) return undefined;
    return link.expiresAt === null || link.expiresAt > this.now() ? link : undefined;
  }

  /** Waits for what is under way in the background, and lets the store go. */
  async close(): Promise<void> {
    await Promise.allSettled(this.#background);
    await this.store.close();
  }

  readonly #world: World = {
    document: (id) => this.documents.document(id),
    inherits: (id) => this.store.rights.get(id)?.inherits ?? true,
    share: (id, principal) => this.store.shares.get([id, principal]),
    sharesOf: (id) => this.store.sharesOf(id),
    group: (id) => this.store.groups.get(id),
  };
}

/** Somebody as others see them. */
export function personOf({ id, name, hue }: PersonRecord): Person {
  return { id, name, hue, isGuest: false };
}
