/**
 * Why somebody who comes from a provider is not signed in: `/sign-in?problem=…` says it, or `/account?problem=…` where a
 * provider was to be connected with an account.
 */
export const signInProblems = [
  /** There is no such provider here. */
  "provider-unknown",
  /** It does not answer. */
  "provider-down",
  /** They said no there. */
  "provider-cancelled",
  /** What it answered cannot be believed. */
  "provider-failed",
  /** It took too long, was begun in another browser, or is over already. */
  "attempt-over",
  /** Too many came back from there to no effect, from one address: it goes on after a minute. */
  "too-often",
  /** The provider tells no address. */
  "no-email",
  /** The provider does not say that the address is theirs. */
  "email-unverified",
  /** There is an account with the address: its owner connects the provider once they are signed in. */
  "email-taken",
  /** Nobody has invited them, and only those who are may come. */
  "not-invited",
  /** Nobody owns the server yet. */
  "no-owner",
  /** An owner has shut them out. */
  "disabled",
  /** Another account is connected with them at the provider. */
  "linked-elsewhere",
  /** The account is connected with somebody else at the provider. */
  "linked-already",
] as const;
export type SignInProblem = (typeof signInProblems)[number];
