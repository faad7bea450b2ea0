import { readProblem } from "./read-problem.ts";
import { useAccountWords } from "./use-accounts.ts";

/** Why the provider that somebody comes back from did not bring them in. Nothing where they come otherwise. */
export function ProviderProblem() {
  const { problems } = useAccountWords();
  const problem = readProblem(location.search);
  if (problem === undefined) return null;
  return (
    <p className="problem" role="alert">
      {problems[problem]}
    </p>
  );
}
