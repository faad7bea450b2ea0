import { type SignInProblem, signInProblems } from "@quire/protocol";

/** Why the provider that somebody comes back from did not bring them in, as the address says; undefined where it says nothing known. */
export function readProblem(search: string): SignInProblem | undefined {
  const said = new URLSearchParams(search).get("problem");
  return signInProblems.find((problem) => problem === said);
}
