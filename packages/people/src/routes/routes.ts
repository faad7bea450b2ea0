import type { FastifyInstance } from "fastify";
import type { People } from "../people.ts";
import { accountProviderRoutes } from "./account-providers.ts";
import { auditRoutes } from "./audit.ts";
import { providerRoutes } from "./providers.ts";
import { sessionRoutes } from "./session.ts";

/** The routes about people, for the plugin to put below `/api`. */
export function peopleRoutes(api: FastifyInstance, people: People): void {
  sessionRoutes(api, people);
  auditRoutes(api, people);
  providerRoutes(api, people);
  accountProviderRoutes(api, people);
}
