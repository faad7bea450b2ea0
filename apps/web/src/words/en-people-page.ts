import type { Format } from "./format.ts";

/** Every word of the page about the people of a server. */
export type PeoplePageWords = ReturnType<typeof createEnglishPeoplePage>;

/** The words of the page about the people of a server in English. */
export function createEnglishPeoplePage(format: Format) {
  return {
    title: "People",
    notDone: "This was not done.",
    people: people(),
    readdressing: readdressing(),
    shuttingOut: shuttingOut(),
    deleting: deleting(),
    invitations: invitations(format),
    groups: groups(format),
  };
}

function people() {
  return {
    title: "Who has an account here",
    you: (name: string) => `${name} (you)`,
    owner: "Owner",
    member: "Member",
    isDisabled: "Shut out",
    isTyped: "The address is not confirmed",
    never: "Never here",
    seen: (moment: string) => `Here ${moment.startsWith("Yesterday") ? moment.toLowerCase() : moment}`,
    actionsFor: (name: string) => `Actions for ${name}`,
    makeOwner: "Make an owner",
    makeMember: "Make a member",
    passwordLink: "Link for a new password…",
    email: "Change the e-mail address…",
    confirmEmail: "Confirm the e-mail address…",
    disable: "Shut out…",
    enable: "Let in again",
    delete: "Delete the account…",
    madeOwner: (name: string) => `${name} owns this server too`,
    madeMember: (name: string) => `${name} is a member now`,
    enabled: (name: string) => `${name} may sign in again`,
    linkTitle: (name: string) => `Link for ${name}`,
    linkText: "Give it to them yourself. Whoever opens it sets a new password for the account, once.",
  };
}

function readdressing() {
  return {
    title: (name: string) => `E-mail address of ${name}`,
    text: (email: string) =>
      `They sign in with ${email} now. It is told there that they have another one, if this server sends mail; tell them yourself which.`,
    textTyped: (email: string) =>
      `They typed ${email}, and nobody has shown that it is theirs: what is shared with it waits. If you know that it is, leave it as it is here and confirm it.`,
    next: "New e-mail address",
    typed: "E-mail address",
    action: "Change it",
    busy: "Changing it…",
    done: (name: string) => `${name} signs in with the new address now`,
    confirm: "Confirm it",
    confirmed: (name: string) => `The address of ${name} is confirmed`,
  };
}

function shuttingOut() {
  return {
    title: (name: string) => `Shut ${name} out`,
    text: (name: string) =>
      `${name} is signed out everywhere at once, and cannot come in until an owner lets them in again. Their documents stay theirs, and others go on in those that are shared. Their passkeys, tokens and invitations are over for good.`,
    action: "Shut out",
    busy: "Shutting out…",
    done: (name: string) => `${name} is shut out. Their documents stay.`,
  };
}

function deleting() {
  return {
    title: (name: string) => `Delete the account of ${name}`,
    text: (name: string, email: string) =>
      `${name} (${email}) is signed out everywhere at once, and nobody can bring the account back. What they wrote in documents stays in them.`,
    heir: "Documents that nobody else owns go to",
    action: "Delete the account",
    busy: "Deleting…",
    done: (name: string) => `Deleted the account of ${name}`,
  };
}

function invitations(format: Format) {
  return {
    title: "Invitations",
    text: "Who accepts one makes an account. It is good for a week, and once.",
    email: "E-mail address (may be left out)",
    emailHint:
      "With an address it is sent there, if this server sends mail. Without one you are given a link to pass on.",
    emailWrong: "This is no e-mail address. Leave it empty for a link to pass on.",
    standing: "They come as",
    standings: { member: "A member", owner: "An owner of this server" },
    invite: "Invite",
    busy: "Inviting…",
    mailed: (email: string) => `The invitation is on its way to ${email}`,
    linkTitle: "Pass this link on",
    linkText: "It is shown only now. Whoever opens it first can make an account.",
    copy: "Copy the link",
    copied: "Link copied",
    notCopied: "The link could not be copied. Select it and copy it by hand.",
    done: "Done",
    toAnybody: "Whoever has the link",
    facts: (standing: string, expiresAt: number) => `${standing} · until ${format.fullTime(expiresAt)}`,
    takeBack: "Take back",
    takeBackOf: (name: string) => `Take back the invitation for ${name}`,
    takenBack: "The invitation is over",
  };
}

function groups(format: Format) {
  return {
    title: "Groups",
    text: "A document that is shared with a group is shared with everybody in it.",
    none: "There are none yet.",
    size: (count: number) => format.plural(count, { one: "# person", other: "# people" }),
    make: "Make a group",
    change: "Change",
    changeOf: (name: string) => `Change ${name}`,
    remove: "Delete the group",
    removing: "Deleting…",
    removeText: (name: string) =>
      `Who is in “${name}” loses what was shared with it, at once. Nobody can bring it back.`,
    name: "Name of the group",
    nameMissing: "Give the group a name.",
    members: "Who is in it",
    save: "Save",
    busy: "Saving…",
    saved: (name: string) => `Saved “${name}”`,
    removed: (name: string) => `Deleted “${name}”`,
  };
}
