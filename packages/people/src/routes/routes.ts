import type { FastifyInstance } from "fastify";
import type { People } from "../people.ts";
import { accountProviderRoutes } from "./account-providers.ts";
import { auditRoutes } from "./audit.ts";
import { forBrowsersOnly } from "./browser-only.ts";
import { providerRoutes } from "./providers.ts";
import { sessionRoutes } from "./session.ts";
import { tokenRoutes } from "./tokens.ts";

/** The routes about people, for the plugin to put below `/api`. */
export function peopleRoutes(app: FastifyInstance, people: People): void {
  void app.register(async (api) => {
    forBrowsersOnly(api);
    addRoutes(api, people);
  });
}

function addRoutes(api: FastifyInstance, people: People): void {
  sessionRoutes(api, people);
  auditRoutes(api, people);
  providerRoutes(api, people);
  accountProviderRoutes(api, people);
  tokenRoutes(api, people);
}
