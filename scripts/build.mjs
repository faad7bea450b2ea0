// npm run build: installs what is missing and builds the pages, for a server that is started by other means.
import { ensureInstalled } from "./lib/install.mjs";
import { main } from "./lib/main.mjs";
import { ensurePages } from "./lib/pages.mjs";

await main(async () => {
  await ensureInstalled();
  await ensurePages();
  return 0;
});
