import type { SignInProblem } from "@quire/protocol";

/** Somebody who comes from a provider is not let in, or not in this way. */
export class SignInRefused extends Error {
  override readonly name = "SignInRefused";
  readonly problem: SignInProblem;
  /** The account that it is about, if one is. */
  readonly personId: string | null;

  constructor(problem: SignInProblem, personId: string | null = null, options?: ErrorOptions) {
    super(problem, options);
    this.problem = problem;
    this.personId = personId;
  }
}
