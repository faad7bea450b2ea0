import { run } from "./run.mjs";

/**
 * @typedef {"good" | "holes" | "unanswered"} Verdict
 */

const limitMs = 120_000;

/** What pnpm says where a registry cannot be asked, or does not tell; and npm, where it cannot be had pnpm from. */
const unanswered =
  /^npm error|ERR_PNPM_(?:AUDIT|META_FETCH|FETCH)_\w+|ERR_SOCKET_TIMEOUT|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT|UND_ERR/m;

/**
 * Asks the registry which of what is installed has known holes, high or critical ones.
 * @returns {Promise<import("./tally.mjs").Tally>}
 */
export async function runAudit() {
  const said = await run("npx", ["--yes", "pnpm@12", "audit", "--audit-level", "high"], {
    keepOutput: true,
    limitMs,
    env: { npm_config_update_notifier: "false", npm_config_fund: "false" },
  });
  const verdict = verdictOf(said);
  console.log(sentences[verdict]);
  const failures = verdict === "holes" ? [sentences.holes] : [];
  return {
    name: "known holes",
    passed: verdict === "good" ? 1 : 0,
    failed: failures.length,
    skipped: verdict === "unanswered" ? 1 : 0,
    failures,
  };
}

/** @type {Readonly<Record<Verdict, string>>} */
const sentences = {
  good: "good: the registry knows of no high or critical hole in what is installed",
  holes:
    "FAILED: what is installed has known holes; pnpm's words are above. Take newer versions into the catalog.",
  unanswered:
    "NOT CHECKED: the registry did not say which of what is installed has known holes. Nothing is known to be wrong, or right: ask again with `npm run audit`.",
};

/**
 * What came of asking. A registry that does not answer is no hole; what is not understood is taken for one.
 * @param {Pick<import("./run.mjs").RunResult, "code" | "output" | "isLate">} said
 * @returns {Verdict}
 */
export function verdictOf({ code, output, isLate }) {
  if (code === 0) return "good";
  return isLate || unanswered.test(output) ? "unanswered" : "holes";
}
