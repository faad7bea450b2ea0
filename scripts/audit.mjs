// npm run audit: asks the registry whether anything that is installed has known holes. Says so where it does not answer.
import { runAudit } from "./lib/audit.mjs";
import { main } from "./lib/main.mjs";

await main(async () => ((await runAudit()).failed === 0 ? 0 : 1));
