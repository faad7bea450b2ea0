import type { FastifyInstance } from "fastify";
import type { People } from "../people.ts";
import { sweepRegularly } from "../sign-in/sweep.ts";
import { accessRoutes } from "./access.ts";
import { accountRoutes } from "./account.ts";
import { accountProviderRoutes } from "./account-providers.ts";
import { auditRoutes } from "./audit.ts";
import { whereabouts } from "./begin-session.ts";
import { forBrowsersOnly } from "./browser-only.ts";
import { emailRoutes } from "./email.ts";
import { exportRoutes } from "./export.ts";
import { groupRoutes } from "./groups.ts";
import { invitationRoutes } from "./invitations.ts";
import { linkRoutes } from "./links.ts";
import { passkeyRoutes } from "./passkeys.ts";
import { passwordRoutes } from "./password.ts";
import { colleagueRoutes } from "./people.ts";
import { pictureRoutes } from "./pictures.ts";
import { providerRoutes } from "./providers.ts";
import { secondFactorRoutes } from "./second-factor.ts";
import { sessionRoutes } from "./session.ts";
import { tokenRoutes } from "./tokens.ts";

/** The routes about people, for the plugin to put below `/api`. */
export function peopleRoutes(app: FastifyInstance, people: People): void {
  keepSeen(app, people);
  sweepRegularly(app, people);
  void app.register(async (api) => {
    forBrowsersOnly(api);
    addRoutes(api, people);
  });
}

function addRoutes(api: FastifyInstance, people: People): void {
  sessionRoutes(api, people);
  invitationRoutes(api, people);
  passwordRoutes(api, people);
  accountRoutes(api, people);
  emailRoutes(api, people);
  pictureRoutes(api, people);
  secondFactorRoutes(api, people);
  exportRoutes(api, people);
  colleagueRoutes(api, people);
  groupRoutes(api, people);
  auditRoutes(api, people);
  providerRoutes(api, people);
  accountProviderRoutes(api, people);
  tokenRoutes(api, people);
  passkeyRoutes(api, people);
  accessRoutes(api, people);
  linkRoutes(api, people);
}

/** Keeps when a session was used last, behind the answer. Sockets say nothing of it: their pages ask the API as well. */
function keepSeen(api: FastifyInstance, people: People): void {
  api.addHook("onResponse", (request, _, done) => {
    const secret = people.sessionCookie.read(request);
    if (secret !== undefined)
      people.inBackground(
        people.sessions
          .see(secret, whereabouts(request))
          .catch((err: unknown) => request.log.error({ err }, "when a session was used was not kept")),
      );
    done();
  });
}
