// npm start: installs what is missing, builds what has changed, serves.
import { existsSync } from "node:fs";
import path from "node:path";
import { ensureInstalled } from "./lib/install.mjs";
import { main } from "./lib/main.mjs";
import { ensurePages } from "./lib/pages.mjs";
import { attempt } from "./lib/run.mjs";
import { memory, node } from "./lib/workspace.mjs";

const server = "apps/server/src/main.ts";

await main(async () => {
  await ensureInstalled();
  await ensurePages();
  const env = { NODE_COMPILE_CACHE: path.join(memory, "compiled") };
  // The first run of the code leaves it compiled: every start after it, this one's too, is quicker and 20 MB smaller.
  if (!existsSync(env.NODE_COMPILE_CACHE)) await attempt(node, [server, "--version"], { env, isQuiet: true });
  const { code } = await attempt(node, [server, ...process.argv.slice(2)], { env });
  return code;
});
