import { cleanName } from "@quire/protocol";
import type { People } from "../people.ts";
import { emailKey } from "../sign-in/email.ts";
import { makePerson } from "../sign-in/make-person.ts";
import { endWaysIn } from "../sign-in/remove-person.ts";
import type { InvitationRecord, PersonRecord } from "../store/records.ts";
import type { IdentityRecord } from "./identities.ts";
import type { Profile } from "./profile.ts";
import { SignInRefused } from "./refusal.ts";
import type { ProviderSettings } from "./settings.ts";

/** An account, and who its owner is at the provider. */
export interface Admitted {
  readonly person: PersonRecord;
  readonly identity: IdentityRecord;
  /** Whether the account's address is shown to be theirs by this, and was not before. */
  readonly isNewlyProved?: boolean;
  /** Whether it is another one now, since it is at the provider. */
  readonly hasNewEmail?: boolean;
  /** What was sent to their address, which is theirs now: the documents are still to be given to them. */
  readonly invitations?: readonly InvitationRecord[];
}

/**
 * Whose account it is that somebody signs in to, who is the profile's subject at the provider. To be called inside of a
 * write. Throws SignInRefused where they have none and may not have one. An address alone is nobody's proof:
 *
 * 1. Who came by the provider before is who they were then, whatever address or name they have there now.
 * 2. Who has an account under the address is let into it only where the provider is trusted with that (`linkByEmail`).
 * 3. Who was invited under the address comes in by that.
 * 4. Anybody else gets an account of their own where new people may come.
 */
export function admit(people: People, settings: ProviderSettings, profile: Profile): Admitted {
  const known = people.providers.identities.find(profile);
  const person = known === undefined ? undefined : people.store.people.get(known.personId);
  // Of an account that is gone nothing is left to come back to.
  if (known !== undefined && person === undefined) people.providers.identities.forget(known.personId);
  const admitted =
    known !== undefined && person !== undefined
      ? update(people, person, known, profile)
      : firstTime(people, settings, profile);
  if (admitted.person.disabledAt !== null) throw new SignInRefused("disabled", admitted.person.id);
  people.providers.identities.put(admitted.identity);
  return admitted;
}

/**
 * Connects the provider with an account that somebody is signed in to. To be called inside of a write. Throws SignInRefused
 * where it is connected with another one, or the account with somebody else there.
 */
export function connect(people: People, person: PersonRecord, profile: Profile): Admitted {
  const known = people.providers.identities.find(profile);
  const owner = known === undefined ? undefined : people.store.people.get(known.personId);
  if (owner !== undefined && owner.id !== person.id) throw new SignInRefused("linked-elsewhere", person.id);
  const isAnother = people.providers.identities
    .of(person.id)
    .some(({ issuer, subject }) => issuer === profile.issuer && subject !== profile.subject);
  if (isAnother) throw new SignInRefused("linked-already", person.id);
  const identity = owner === undefined ? identityOf(people, person, profile) : (known as IdentityRecord);
  people.providers.identities.put(identity);
  return { ...shown(people, person, profile), identity };
}

/** What changed at the provider since the last time changes here; what somebody chose here stays. */
function update(people: People, person: PersonRecord, known: IdentityRecord, profile: Profile): Admitted {
  const name = profile.name ?? known.name;
  const hasNewName = name !== null && name !== known.name;
  const email = profile.isVerified && profile.email !== null ? profile.email : known.email;
  const { emails } = people.store;
  const hasNewEmail =
    email !== null &&
    email !== known.email &&
    // One that came from elsewhere is no matter of this provider's, and one that is somebody's is theirs.
    known.email !== null &&
    emailKey(known.email) === emailKey(person.email) &&
    [undefined, person.id].includes(emails.get(emailKey(email)));
  const updated = {
    ...person,
    ...(hasNewName && { name }),
    ...(hasNewEmail && { email }),
  };
  if (hasNewEmail) {
    void emails.remove(emailKey(person.email));
    void emails.put(emailKey(email), person.id);
    // Whoever has the old address now has no word in it any more.
    people.resets.end(person.id);
    people.emailChanges.end(person.id);
  }
  if (hasNewName || hasNewEmail) void people.store.people.put(person.id, updated);
  return { ...shown(people, updated, profile), hasNewEmail, identity: { ...known, name, email } };
}

/** The account, whose address is shown to be its person's where the provider has checked it, and what waited for that. */
function shown(
  people: People,
  person: PersonRecord,
  { email, isVerified }: Profile,
): Pick<Admitted, "person" | "invitations" | "isNewlyProved"> {
  if (email === null || !isVerified || emailKey(email) !== emailKey(person.email)) return { person };
  const proved = { ...person, isEmailProved: true };
  const isNewlyProved = person.isEmailProved !== true;
  if (isNewlyProved) void people.store.people.put(person.id, proved);
  return { person: proved, isNewlyProved, invitations: people.invitations.takeFor(person.email) };
}

function firstTime(people: People, settings: ProviderSettings, profile: Profile): Admitted {
  const { email, isVerified } = profile;
  if (email === null) throw new SignInRefused("no-email");
  if (!isVerified) throw new SignInRefused("email-unverified");
  const { store } = people;
  const holder = store.people.get(store.emails.get(emailKey(email)) ?? "");
  if (holder !== undefined) {
    if (!settings.linkByEmail) throw new SignInRefused("email-taken", holder.id);
    if (holder.disabledAt !== null) throw new SignInRefused("disabled", holder.id);
    const person = handOver(people, holder);
    return { ...shown(people, person, profile), identity: identityOf(people, person, profile) };
  }
  const { hasNobody } = people;
  // The first one owns the server: who the provider says is an owner, or whoever has the link that its start prints.
  if (hasNobody && !isOwnerThere(settings, profile)) throw new SignInRefused("no-owner");
  const invitations = people.invitations.takeFor(email);
  if (invitations.length === 0 && !mayCome(settings, email)) throw new SignInRefused("not-invited");
  if (hasNobody) people.invitations.end(({ by }) => by === null);
  const person = makePerson(
    store,
    {
      email,
      isEmailProved: true,
      name: profile.name ?? cleanName(email.split("@", 1)[0] ?? "") ?? "?",
      password: null,
      standing: invitations.some(({ standing }) => standing === "owner") ? "owner" : "member",
    },
    people.now(),
  );
  return { person, identity: identityOf(people, person, profile), invitations };
}

/**
 * Gives an account to whom its address belongs. Whoever made it may have been somebody else, who waits for that: the
 * addresses of accounts here were typed, not checked. So nothing that they could come in by is good any more.
 */
function handOver(people: People, holder: PersonRecord): PersonRecord {
  const { secondFactor: _, ...kept } = holder;
  const person = { ...kept, password: null };
  void people.store.people.put(holder.id, person);
  endWaysIn(people, holder.id);
  people.providers.identities.forget(holder.id);
  return person;
}

function isOwnerThere({ groups }: ProviderSettings, profile: Profile): boolean {
  return profile.groups.some((group) => typeof groups.get(group) === "object");
}

function mayCome({ allowNew, domains }: ProviderSettings, email: string): boolean {
  const domain = email.slice(email.indexOf("@") + 1).toLowerCase();
  return allowNew && (domains.length === 0 || domains.includes(domain));
}

function identityOf(people: People, person: PersonRecord, profile: Profile): IdentityRecord {
  const { issuer, subject, email, isVerified, name } = profile;
  return {
    personId: person.id,
    issuer,
    subject,
    email: isVerified ? email : null,
    name,
    gaveStanding: false,
    linkedAt: people.now(),
  };
}
