import type { AccountExport, DocumentId } from "@quire/protocol";
import type { People } from "../people.ts";
import { secondFactorOf } from "../sign-in/second-factor.ts";
import type { PersonRecord } from "../store/records.ts";
import { passkeyShown } from "./passkeys.ts";
import { tokenShown } from "./tokens.ts";

type Parts = Pick<
  AccountExport,
  | "seenAt"
  | "secondFactor"
  | "passkeys"
  | "tokens"
  | "passwordLinks"
  | "emailChanges"
  | "identities"
  | "groups"
  | "requests"
  | "visits"
  | "invitations"
>;

/** What is found by whose it is, without a look at documents: names, dates and states, and nothing to come in by. */
export function ownParts(people: People, person: PersonRecord): Parts {
  const { id } = person;
  const factor = secondFactorOf(person);
  return {
    seenAt: people.sessions.lastSeen(id),
    secondFactor:
      factor?.confirmedAt == null
        ? null
        : { confirmedAt: factor.confirmedAt, spareCodesLeft: factor.spares.length },
    passkeys: people.passkeys.of(id).map(passkeyShown),
    tokens: people.apiTokens.of(id).map(tokenShown),
    passwordLinks: people.resets.of(id).map(({ createdAt, expiresAt }) => ({ createdAt, expiresAt })),
    emailChanges: people.emailChanges
      .of(id)
      .map(({ email, createdAt, expiresAt }) => ({ email, createdAt, expiresAt })),
    identities: people.providers.identities
      .of(id)
      .map(({ issuer, subject, email, name, linkedAt }) => ({ issuer, subject, email, name, linkedAt })),
    groups: groupsOf(people, id),
    requests: requestsOf(people, id),
    visits: visitsOf(people, id),
    invitations: invitationsOf(people, id),
  };
}

function groupsOf({ store }: People, personId: string): AccountExport["groups"] {
  const groups: AccountExport["groups"] = [];
  for (const { value } of store.groups.getRange())
    if (value.members.includes(personId)) groups.push({ id: value.id, name: value.name });
  return groups;
}

function requestsOf({ store }: People, personId: string): AccountExport["requests"] {
  return store.requests.keysOf(personId).flatMap((key) => {
    const request = store.requests.get(key);
    return request === undefined ? [] : [{ documentId: key[0], role: request.role, at: request.at }];
  });
}

function visitsOf({ store, links }: People, personId: string): AccountExport["visits"] {
  return store.visits.keysOf(`person:${personId}`).flatMap((key) => {
    const visit = store.visits.get(key);
    if (visit === undefined) return [];
    const documentIds: DocumentId[] = visit.links.flatMap((way) => links.byWay(way)?.documentId ?? []);
    return [{ createdAt: visit.createdAt, documentIds }];
  });
}

function invitationsOf({ store }: People, personId: string): AccountExport["invitations"] {
  return store.invitations.keysOf(`by:${personId}`).flatMap((key) => {
    const invitation = store.invitations.get(key);
    if (invitation === undefined) return [];
    const { id, standing, createdAt, expiresAt } = invitation;
    return [{ id, standing, createdAt, expiresAt }];
  });
}
