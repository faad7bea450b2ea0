import { doJob } from "../src/materialise/do-job.ts";
import type { Materialiser } from "../src/materialise/materialiser.ts";
import { Counts } from "../src/metrics/counts.ts";
import type { Culprit } from "../src/store/fold-writes.ts";

/** Does the jobs of a worker where it is, in a later step, on copies as a worker has them. */
export function inlineMaterialiser(): Materialiser & { readonly culprits: Culprit[] } {
  const culprits: Culprit[] = [];
  return {
    workshop: {
      async do(name, given) {
        return structuredClone(await doJob(name, structuredClone(given)));
      },
    },
    counts: new Counts(),
    culprits,
    onQuarantined: (_, found) => void culprits.push(...found),
  };
}
