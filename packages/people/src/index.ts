export { type GroupTarget, type ProviderSettings, parseProviders } from "./oidc/settings.ts";
export type { Documents, PeopleOptions } from "./options.ts";
export { People } from "./people.ts";
export { peopleRoutes } from "./routes/routes.ts";
export { rescueOwner, rescuePassword } from "./sign-in/rescue.ts";
