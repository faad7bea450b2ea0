// Notes each module that the process' main thread loads; workers are given none of its flags.
import { appendFileSync } from "node:fs";
import { registerHooks } from "node:module";

const listing = process.env.LOADED_MODULES ?? "";
registerHooks({
  load(url, context, next) {
    appendFileSync(listing, `${url}\n`);
    return next(url, context);
  },
});
