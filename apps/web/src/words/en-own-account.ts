import type { Format } from "./format.ts";

/** Every word of one's own account. */
export type OwnAccountWords = ReturnType<typeof createEnglishOwnAccount>;

/** The words of the page about one's own account in English. */
export function createEnglishOwnAccount(format: Format) {
  return {
    title: "Your account",
    profile: profile(),
    picture: picture(),
    email: email(),
    password: password(),
    secondFactor: secondFactor(),
    sessions: sessions(format),
    providers: providers(format),
    tokens: tokens(format),
    data: data(),
    cancel: "Cancel",
    notDone: "This was not done.",
  };
}

function profile() {
  return {
    title: "Profile",
    hue: "Your colour",
    hueHint: "Your caret, your initials and your selection have it.",
    hues: ["Red", "Ochre", "Olive", "Green", "Teal", "Blue", "Purple", "Pink"],
    save: "Save",
    busy: "Saving…",
    saved: "Profile saved",
  };
}

function picture() {
  return {
    title: "Your picture",
    hint: "Others see it beside your name. You can also drop one here, or paste it.",
    choose: "Choose a picture",
    remove: "Remove",
    busy: "Saving…",
    saved: "Picture saved",
    removed: "Picture removed",
    notShown: "This browser cannot show that file as a picture. Choose a PNG, JPEG or WebP.",
    notSaved: "The picture was not saved.",
    notRemoved: "The picture was not removed.",
  };
}

function email() {
  return {
    title: "E-mail address",
    text: (email: string) => `You sign in as ${email}.`,
    byOwner:
      "This server sends no mail, so an owner of it confirms and changes your address, in the list of people.",
    typed: "Nobody has confirmed that it is yours. Until then, documents that are shared with it wait.",
    change: "Change the address…",
    confirm: "Confirm the address…",
    changeTitle: "Change your e-mail address",
    confirmTitle: "Confirm your e-mail address",
    changeText:
      "A link goes to the address that stands here. You sign in with it once you have opened that, and are signed out everywhere else.",
    changeTextNow: "You sign in with the new address from then on, and are signed out everywhere else.",
    next: "New e-mail address",
    address: "E-mail address",
    send: "Confirm it",
    save: "Change it",
    busy: "Changing it…",
    sending: "Confirming it…",
    mailed: (email: string) =>
      `If nobody has an account with ${email}, a link is on its way to it. Open it in this browser, within an hour.`,
    changed: "Address changed. Other browsers are signed out.",
    confirmed: "Address confirmed. Other browsers are signed out.",
  };
}

function password() {
  return {
    title: "Password",
    text: "A new one signs you out everywhere else.",
    noneText: "You sign in without one. Set one to sign in with your e-mail address too.",
    current: "Current password",
    next: "New password",
    save: "Change the password",
    set: "Set a password",
    busy: "Saving…",
    saved: "Password saved. Other browsers are signed out.",
  };
}

function secondFactor() {
  return {
    title: "Second factor",
    offText:
      "With it, signing in by password asks for a code from an app on your phone as well. Turning it on signs you out everywhere else.",
    onText: "On: signing in by password asks for a code as well.",
    begin: "Turn on",
    turnOnTitle: "Turn the second factor on",
    turnOnText: "It is a while since you signed in here. Your password says that it is you.",
    scan: "Scan this with an authenticator app, then type the code that it shows.",
    picture: "QR code for an authenticator app",
    byHand: "Or type this key into the app:",
    code: "Code from the app",
    codeMissing: "Type the six digits that the app shows.",
    confirm: "Confirm",
    busy: "Checking…",
    sparesTitle: "Keep these codes",
    sparesText:
      "The second factor is on, and other browsers are signed out. Each of these codes lets you in once if the app is lost. They are shown only now: put them where you keep such things.",
    copySpares: "Copy the codes",
    copied: "Codes copied",
    notCopied: "The codes could not be copied. Select them and copy them by hand.",
    done: "I have kept them",
    turnOff: "Turn off",
    turnOffTitle: "Turn the second factor off",
    turnOffText:
      "Your password alone signs you in then. The codes that you kept are over, and you are signed out everywhere else.",
    turnedOff: "Second factor turned off. Other browsers are signed out.",
  };
}

function sessions(format: Format) {
  return {
    title: "Where you are signed in",
    thisOne: "This browser",
    seen: (moment: string) => `Here ${inSentence(moment)}`,
    began: (time: number) => `Signed in on ${format.fullTime(time)}`,
    from: (address: string) => `from ${address}`,
    end: "Sign out",
    endOf: (browser: string) => `Sign out ${browser}`,
    endOthers: "Sign out everywhere else",
    ended: "Signed out there",
    othersEnded: "Signed out everywhere else",
    browserOn: (browser: string, system: string) => `${browser} on ${system}`,
    otherBrowser: "Another browser",
    alone: "You are signed in nowhere else.",
  };
}

function providers(format: Format) {
  return {
    title: "Other ways to sign in",
    linked: (time: number, email: string | null) =>
      email === null
        ? `Connected on ${format.fullTime(time)}`
        : `Connected on ${format.fullTime(time)} as ${email}`,
    notLinked: "Not connected",
    link: "Connect",
    linkTo: (name: string) => `Connect ${name}`,
    unlink: "Disconnect",
    unlinkFrom: (name: string) => `Disconnect ${name}`,
    unlinked: (name: string) => `${name} is not connected any more`,
    confirmLink: (name: string) => `Connect ${name} with your account`,
    confirmUnlink: (name: string) => `Disconnect ${name} from your account`,
  };
}

function tokens(format: Format) {
  return {
    title: "Tokens for programs",
    text: "A program that has one acts as you, and can do no more than you can.",
    none: "You have none.",
    make: "Make a token",
    makeTitle: "Make a token",
    name: "What it is for",
    nameMissing: "Say what it is for, so that you know it later.",
    scope: "What it may do",
    scopes: { read: "Read", write: "Read and write" },
    ends: "It ends",
    lifetimes: { month: "In 30 days", year: "In a year", never: "Never" },
    madeTitle: "Copy the token now",
    madeText: "It is shown only now. Whoever has it can act as you.",
    copy: "Copy the token",
    copied: "Token copied",
    notCopied: "The token could not be copied. Select it and copy it by hand.",
    done: "Done",
    busy: "Making it…",
    facts: (scope: string, seenAt: string | null, expiresAt: number | null) =>
      [
        scope,
        seenAt === null ? "never used" : `used ${inSentence(seenAt)}`,
        ...(expiresAt === null ? [] : [`ends on ${format.fullTime(expiresAt)}`]),
      ].join(" · "),
    end: "End",
    endOf: (name: string) => `End the token for ${name}`,
    ended: (name: string) => `The token for ${name} is over`,
  };
}

function data() {
  return {
    title: "Your data",
    exportText:
      "What the server keeps of you, as a file: account, sessions, groups, what is shared with you.",
    export: "Download your data",
    deleteText:
      "Your account goes, and you are signed out everywhere. What you wrote in documents stays in them.",
    delete: "Delete your account…",
    deleteTitle: "Delete your account",
    deleteAsk: "Nobody can bring it back. Documents that nobody else owns go to an owner of this server.",
    deleteNow: "Delete the account",
    deleting: "Deleting…",
    keep: "Keep it",
  };
}

/** "Yesterday" and "just now" in a sentence. */
function inSentence(moment: string): string {
  return moment.startsWith("Yesterday") ? moment.toLowerCase() : moment;
}
