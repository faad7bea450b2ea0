import type { Letter } from "./mail.ts";

/** To somebody who is invited. */
export function invitationLetter(given: {
  readonly to: string;
  readonly by: string;
  readonly origin: string;
  readonly url: string;
}): Letter {
  const { to, by, origin, url } = given;
  return {
    to,
    subject: `${by} invites you to Quire`,
    text: `${by} invites you to write documents together at ${origin}.

Make your account within a week, with this address:
${url}

The link is good once. If you do not expect this, leave it: nothing happens.
`,
  };
}

/** To somebody who cannot sign in. */
export function resetLetter(given: {
  readonly to: string;
  readonly origin: string;
  readonly url: string;
}): Letter {
  const { to, origin, url } = given;
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
