import { type PutOutBy, passwordLength } from "@quire/protocol";
import { createEnglishProblems } from "./en-sign-in-problems.ts";
import type { Format } from "./format.ts";

/** Every word of signing in, and of what people see of their account and of each other. */
export type AccountWords = ReturnType<typeof createEnglishAccount>;

/** The words of the pages about people in English. */
export function createEnglishAccount(format: Format) {
  return {
    cancel: "Cancel",
    pages: pages(),
    fields: fields(format),
    signIn: signIn(),
    join: join(),
    reset: reset(),
    newEmail: newEmail(),
    problems: createEnglishProblems(),
  };
}

function pages() {
  return { label: "You and others", account: "Your account", people: "People", audit: "Audit log" };
}

function fields(format: Format) {
  return {
    email: "E-mail address",
    password: "Password",
    newPassword: "New password",
    showPassword: "Show password",
    passwordHint: `At least ${format.number(passwordLength.least)} characters. Any will do.`,
    name: "Your name",
    nameHint: "Others see it beside what you write.",
    code: "Code",
    codeHint: "Six digits from your app, or one of your spare codes.",
    emailMissing: "Type your e-mail address, as name@example.org.",
    passwordMissing: "Type your password.",
    passwordShort: (length: number) =>
      `A password needs ${format.number(passwordLength.least)} characters or more. This one has ${format.number(length)}.`,
    passwordLong: `A password may have ${format.number(passwordLength.most)} characters. Choose a shorter one.`,
    nameMissing: "A name has at least one letter or number.",
    codeMissing: "Type the code.",
    unreachable: "The server cannot be reached. Check the connection and try again.",
    notLoaded: "This page could not be loaded",
  };
}

function signIn() {
  return {
    title: "Sign in",
    putOut: {
      elsewhere: "You were signed out here from another browser or device.",
      password: "You were signed out here because your password was changed.",
      "second-factor":
        "You were signed out here because the second factor of your account was turned on or off.",
      email: "You were signed out here because the e-mail address of your account was changed or confirmed.",
      owner: "You own this server now. Sign in once more to go on as its owner.",
      "shut-out": "You were signed out because an owner of this server shut you out. Ask an owner about it.",
      deleted: "Your account is deleted.",
      "link-over":
        "The link that you came by was switched off, or has ended. Ask who sent it for another one.",
    } satisfies Record<PutOutBy, string>,
    action: "Sign in",
    busy: "Signing in…",
    forgot: "Forgot your password?",
    or: "or",
    withProvider: (name: string) => `Sign in with ${name}`,
    codeTitle: "One more step",
    codeText: "This account asks for a code when somebody signs in.",
    back: "Use another account",
    isNewTitle: "Nobody has an account here yet",
    isNewText:
      "The first one owns this server. When it was started it printed a link: open that one to make the account.",
    openTitle: "Nobody signs in here",
    openText: "Whoever reaches this server may write.",
    alreadyTitle: (name: string) => `You are signed in as ${name}`,
    goOn: "Go on",
    asOther: "Sign in as somebody else",
  };
}

function join() {
  return {
    title: "Make your account",
    firstTitle: "Make the first account",
    firstText: "It owns this server, and can invite others.",
    action: "Make the account",
    busy: "Making it…",
    overTitle: "This invitation is over",
    overText:
      "It was used already, was taken back, or is too old; or who sent it may not share the document any more. Ask them for another one.",
    takeTitle: "This invitation is for you",
    takeText: (name: string, email: string) =>
      `You are signed in as ${name}. That this link came to ${email} shows that the address is yours: what is shared with it is yours to open from now on.`,
    take: "Accept",
    taking: "Accepting…",
    signInTitle: "There is an account already",
    signInText: (email: string) =>
      `Somebody has an account here with ${email}. Sign in to it, then open this link once more.`,
    signInByMail:
      "If you cannot, it may not be yours. A new password by mail makes it yours; if that asks for a code which you do not have, tell an owner of this server.",
    signInByOwner: "If you cannot, it may not be yours. Tell an owner of this server.",
    signIn: "Sign in",
    forgot: "Choose a new password",
    haveOne: "I have an account",
    signedIn: (name: string) =>
      `You are signed in as ${name}. Who makes an account here is signed in as that one.`,
  };
}

function newEmail() {
  return {
    change: {
      title: "Your new e-mail address",
      text: (name: string, email: string) =>
        `You are ${name}, and sign in as ${email} until now. From now on it is the address that this link came to, and you are signed out everywhere else.`,
      action: "Use the new address",
      busy: "Changing it…",
      doneTitle: "Your address is changed",
      doneText: (email: string) => `You sign in as ${email} from now on.`,
      signInFirst: "Sign in here to the account whose address is to change, then open the link once more.",
    },
    confirm: {
      title: "Confirm your address",
      text: (name: string, email: string) =>
        `You are ${name}, and sign in as ${email}. That this link came there shows that the address is yours: what is shared with it is yours to open from now on. You are signed out everywhere else.`,
      action: "Confirm the address",
      busy: "Confirming it…",
      doneTitle: "Your address is confirmed",
      doneText: (email: string) => `You sign in as ${email}, as before, and what is shared with it is yours.`,
      signInFirst: "Sign in here to the account that has this address, then open the link once more.",
    },
    overTitle: "This link is over",
    overText:
      "It was used already, is too old, or is for another account than the one that is signed in here. Ask for another one in your account.",
    signIn: "Sign in",
    toAccount: "Your account",
  };
}

function reset() {
  return {
    title: "Choose a new password",
    text: "You are signed out wherever you were signed in before.",
    action: "Set the password",
    busy: "Setting it…",
    overTitle: "This link is over",
    overText: "It was used already, or is too old. Ask for another one.",
    askTitle: "Forgot your password?",
    askText:
      "Type your e-mail address. If there is an account with it, you are sent a link to choose a new password.",
    ask: "Send the link",
    asking: "Sending…",
    askedTitle: "Look into your mail",
    askedText: (email: string) =>
      `If there is an account with ${email}, a link is on its way to it. It is good for a short while, and once.`,
    noMailTitle: "This server sends no mail",
    noMailText: "Ask somebody who owns it for a link to choose a new password.",
    askAgain: "Ask for another link",
    backToSignIn: "Back to signing in",
  };
}
