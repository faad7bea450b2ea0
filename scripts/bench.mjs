// npm run bench: installs what is missing and measures. Its options are in docs/benchmarks.md.
import { ensureInstalled } from "./lib/install.mjs";
import { main } from "./lib/main.mjs";
import { attempt } from "./lib/run.mjs";
import { node } from "./lib/workspace.mjs";

await main(async () => {
  await ensureInstalled();
  const { code } = await attempt(node, ["bench/src/main.ts", ...process.argv.slice(2)]);
  return code;
});
