// npm run dev: the server and the pages from their sources, both reloading; ended together.
import { ensureInstalled } from "./lib/install.mjs";
import { main } from "./lib/main.mjs";
import { servePages } from "./lib/pages.mjs";
import { attempt } from "./lib/run.mjs";
import { node } from "./lib/workspace.mjs";

await main(async () => {
  await ensureInstalled();
  const ending = new AbortController();
  const server = attempt(node, ["--watch", "apps/server/src/main.ts", ...process.argv.slice(2)], {
    until: ending.signal,
  });
  // Its port and what it passes on to the server: apps/web/vite.config.ts.
  const pages = servePages(ending.signal);
  const first = await Promise.race([server, pages]).finally(() => ending.abort());
  await Promise.allSettled([server, pages]);
  return first.code;
});
