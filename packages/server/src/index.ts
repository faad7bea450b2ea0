export type { Authorize, Grant, Refusal, Rename } from "./access.ts";
export { type ErrorCode, fail, QuireError } from "./errors.ts";
export { answerError, toQuireError } from "./http-errors.ts";
export type { Limits } from "./limits.ts";
export { parseOrigin, parseUrl, type QuireOptions } from "./options.ts";
export { checkHost, isLoopbackName } from "./origin.ts";
export { quire } from "./plugin.ts";
export { endRefusedUpgrades } from "./sockets.ts";
