export type { PublicKey, TokenAlgorithm, TokenSettings } from "./tokens/settings.ts";
export { createTokenAuthorize, type TokenAuthorizeOptions } from "./tokens/token-authorize.ts";
