import type { SignInProblem } from "@quire/protocol";

/** Why another server, which somebody wanted to sign in with, did not bring them in. */
export function createEnglishProblems(): Readonly<Record<SignInProblem, string>> {
  return {
    "provider-unknown": "This server does not offer that way to sign in. Choose another one.",
    "provider-down":
      "The other server does not answer. Try again in a few minutes, or sign in with your password.",
    "provider-cancelled": "Signing in was stopped at the other server. Nothing has changed.",
    "provider-failed":
      "The other server's answer was not right, so nobody was signed in. Try again. If it stays so, tell whoever runs this server.",
    "attempt-over": "That took too long, or began in another window. Begin again here.",
    "too-often": "That failed too many times. Wait a minute, then try again.",
    "no-email":
      "The other server told no e-mail address of yours, and an account needs one. Ask whoever runs it.",
    "email-unverified":
      "The other server has not checked your e-mail address yet. Confirm it there, then try again.",
    "email-taken":
      "There is an account with your e-mail address already. Sign in to it as before, then connect the other server in your account.",
    "not-invited": "You need an invitation to this server. Ask somebody who owns it.",
    "no-owner":
      "Nobody owns this server yet. Its first owner comes in by the link that it printed when it was started.",
    disabled: "Your account was shut. Ask somebody who owns this server.",
    "linked-elsewhere": "Whom you signed in as there is connected with another account here.",
    "linked-already": "Your account is connected with somebody else there. Part it from them first.",
  };
}
