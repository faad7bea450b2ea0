// npm start: installs what is missing, builds what has changed, serves.
import { ensureInstalled } from "./lib/install.mjs";
import { main } from "./lib/main.mjs";
import { ensurePages } from "./lib/pages.mjs";
import { attempt } from "./lib/run.mjs";
import { node } from "./lib/workspace.mjs";

await main(async () => {
  await ensureInstalled();
  await ensurePages();
  const { code } = await attempt(node, ["apps/server/src/main.ts", ...process.argv.slice(2)]);
  return code;
});
