import type { Letter } from "./mail.ts";

/** To somebody who is invited. */
export function invitationLetter(given: {
  readonly to: string;
  readonly by: string;
  readonly origin: string;
  readonly url: string;
  /** Whether somebody has an account with the address. */
  readonly hasAccount: boolean;
}): Letter {
  const { to, by, origin, url, hasAccount } = given;
  const what = hasAccount
    ? "Open this within a week, and sign in to the account with this address:"
    : "Make your account within a week, with this address:";
  return {
    to,
    subject: `${by} invites you to Quire`,
    text: `${by} invites you to write documents together at ${origin}.

${what}
${url}

The link is good once. If you do not expect this, leave it: nothing happens.
`,
  };
}

/** What leads somebody to a page of a server. */
interface LinkLetter {
  readonly to: string;
  readonly origin: string;
  readonly url: string;
}

/** To the address that somebody wants to sign in with from now on, or that they have and want to show to be theirs. */
export function newEmailLetter(given: LinkLetter & { readonly isSame: boolean }): Letter {
  const { to, origin, url, isSame } = given;
  const what = isSame
    ? `has an account at ${origin} with this address, and wants to confirm that it is theirs.`
    : `wants to sign in at ${origin} with this address from now on.`;
  return {
    to,
    subject: isSame ? "Confirm your e-mail address for Quire" : "Your new e-mail address for Quire",
    text: `Somebody, probably you, ${what}

Open this within an hour, in a browser that is signed in to the account:
${url}

The link is good once. If it was not you, leave it: nothing happens.
`,
  };
}

/** To the address that an account had until now. */
export function changedEmailLetter({ to, origin }: { readonly to: string; readonly origin: string }): Letter {
  return {
    to,
    subject: "Another e-mail address for your account at Quire",
    text: `Your account at ${origin} has another e-mail address now. This one does not sign in there any more.

If it was not you, tell an owner of that server: somebody else may have your password.
`,
  };
}

/** To somebody who cannot sign in. */
export function resetLetter({ to, origin, url }: LinkLetter): Letter {
  return {
    to,
    subject: "A new password for Quire",
    text: `Somebody, probably you, asked for a new password for your account at ${origin}.

Choose it within an hour:
${url}

The link is good once. If it was not you, leave it: your password stays as it is.
`,
  };
}
