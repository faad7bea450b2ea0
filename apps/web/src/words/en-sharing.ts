import type { GivenRole } from "@quire/protocol";
import type { Format } from "./format.ts";

/** What is said where documents are shared, where links lead in, and of guests. */
export type SharingWords = ReturnType<typeof createEnglishSharing>;

/** The words of sharing in English. */
export function createEnglishSharing(format: Format) {
  return {
    roles: {
      view: "Can view",
      comment: "Can comment",
      suggest: "Can suggest",
      edit: "Can edit",
      own: "Owner",
      none: "No access",
    } satisfies Record<GivenRole, string>,
    dialog: dialog(),
    adding: adding(format),
    rows: rows(format),
    links: links(format),
    enter: enterPage(),
    forbidden: forbiddenPage(),
  };
}

function dialog() {
  return {
    title: (title: string) => `Share “${title}”`,
    open: "Whoever can reach this server may open this document and write in it.",
    byLinkOnly: "You came by a link. The people who share this document see who has access.",
    notOwner: "Only its owners change who has access.",
    people: "Who has access",
    copyAddress: "Copy address",
    addressOpens: "Opens for people with access",
    copied: "Copied",
    notCopied: "The address could not be copied. Copy it by hand:",
    done: "Done",
    cancel: "Cancel",
    failed: "Who has access cannot be shown.",
    mayBeOld: "Who has access may be other than what is shown here.",
    notChanged: "Nothing was changed.",
    notAnswered: "The server did not answer: this may not have been changed. Look again, then try once more.",
    requests: "Asking for access",
    asksFor: {
      view: "asks to view",
      comment: "asks to comment",
      suggest: "asks to suggest",
      edit: "asks to edit",
    },
    letIn: "Let in",
    letInPerson: (name: string) => `Let ${name} in`,
    decline: "Decline",
    declinePerson: (name: string) => `Decline ${name}`,
    declined: (name: string) => `${name} was not let in`,
    inherits: (title: string | null) =>
      title === null ? "Takes after the document above" : `Takes after “${title}”`,
    inheritsText: "Who has access there has it here, too.",
    inheritsNow: "It takes after the document above again",
    inheritsNoMore: "It keeps to itself now",
  };
}

function adding(format: Format) {
  return {
    label: "Name or e-mail address",
    role: "What they may do",
    invite: "Invite",
    everyone: "Everyone here",
    everyoneText: "All who sign in on this server",
    members: (count: number) => format.plural(count, { one: "# person", other: "# people" }),
    results: "People and groups",
    nobody: "Nobody here has this name. Type an e-mail address to invite somebody new.",
    nameOrMail: "Type a name or an e-mail address.",
    added: (name: string, role: string) => `${name}: ${role.toLowerCase()}`,
    invited: (email: string) => `${email} is invited`,
    invitationLink: "The invitation's address",
    linkFor: (email: string) =>
      `This server sends no mail. Give this link to ${email} yourself: it is good once.`,
    leftToOwner: (email: string) =>
      `This server could not send mail to ${email}. An owner of this server has to invite that address, or confirm it, under People.`,
    copyInvitation: "Copy the invitation",
  };
}

function rows(format: Format) {
  const place = (title: string | null) => (title === null ? "a document above" : `“${title}”`);
  return {
    you: (name: string) => `${name} (you)`,
    roleOf: (name: string) => `What ${name} may do`,
    everyone: "Everyone here",
    size: (count: number) => format.plural(count, { one: "# person", other: "# people" }),
    made: "Made this document",
    madeAbove: (title: string | null) => `Made ${place(title)}`,
    from: (title: string | null) => `From ${place(title)}`,
    exception: (role: string, title: string | null) =>
      `An exception here: ${role.toLowerCase()} in ${place(title)}`,
    takeBack: "Take back the exception",
    except: "No access here",
    remove: "Remove",
    removed: (name: string) => `${name} was removed`,
    invited: "Invited, not accepted yet",
    takeBackInvitation: "Take back the invitation",
    invitationOver: (email: string) => `${email} is not invited any more`,
    handOver: "Hand over to them…",
    handOverTitle: (name: string) => `Hand this document over to ${name}?`,
    handOverText: (name: string) =>
      `${name} owns it from then on. You may still edit it, and only ${name} can give it back.`,
    handOverNow: "Hand over",
    handedOver: (name: string) => `${name} owns this document now`,
  };
}

function links(format: Format) {
  return {
    title: "Links",
    anyone: "Anyone with the link",
    publicPage: "Public page",
    publicText: "To read in any browser, by whoever has its address",
    roleOf: "What the link lets people do",
    from: (title: string | null) => (title === null ? "From a document above" : `From “${title}”`),
    hasPassword: "Asks for a password",
    open: "No sign-in needed",
    ends: (time: number, now: number) => `Ends on ${format.date(time, now)}`,
    ended: "It has ended",
    listed: "Search engines may list it",
    previewed: "Shows a preview",
    copy: "Copy",
    copyLink: (name: string) => `Copy the address: ${name}`,
    settings: "Change",
    changeLink: (name: string) => `Change: ${name}`,
    off: "Switch off",
    switchOff: (name: string) => `Switch off: ${name}`,
    offTitle: (name: string) => `Switch off: ${name}?`,
    offText:
      "Its address leads nowhere from then on, and who came by it has no access any more. It cannot be switched on again: a new link has another address.",
    switchedOff: "The link is switched off. Who came by it has no access any more.",
    make: "New link",
    publish: "New public page",
    made: "The link is there",
    changed: "The link is changed",
    role: "People may",
    password: "Password",
    passwordOptional: "Password, if it should ask for one",
    newPassword: "New password",
    keepsPassword: "Asks for a password",
    until: "Ends on, if it should end",
    untilPast: "Choose a day that is still to come.",
    mayList: "Search engines may list it",
    mayPreview: "Show its title and first words in previews",
    create: "Create",
    save: "Save",
    cancel: "Cancel",
  };
}

function enterPage() {
  return {
    title: "You are invited",
    text: {
      view: "Somebody shared a document with you, to read.",
      comment: "Somebody shared a document with you, to comment on.",
      suggest: "Somebody shared a document with you, to suggest changes in.",
      edit: "Somebody shared a document with you, to write in.",
    },
    name: "Your name",
    nameHint: "Others in the document see it.",
    nameEmpty: "A name has at least one letter or number.",
    password: "Password of the link",
    passwordHint: "Who gave you the link knows it.",
    passwordEmpty: "This link asks for a password.",
    passwordWrong: "This is not the password of this link.",
    enter: "Open the document",
    haveAccount: "I have an account",
    endedTitle: "This link leads nowhere",
    endedText:
      "It has ended, was switched off, or was not copied whole. Ask whoever gave it to you for a new one.",
    failedTitle: "The document cannot be opened now",
  };
}

function forbiddenPage() {
  return {
    guestText: "Ask whoever gave you its address for a link to it.",
    signedInAs: (name: string) => `You are signed in as ${name}.`,
    ask: "Ask for access",
    asked: "You have asked. It opens here when an owner has let you in.",
    role: "What you ask for",
    toView: "To view",
    toEdit: "To edit",
  };
}
