import type { FastifyInstance } from "fastify";
import type { People } from "../people.ts";

const everyMs = 60 * 60_000;

/** Lets go, at the start and once an hour, what is over: sessions, invitations, links, visits, tokens. */
export function sweepRegularly(app: FastifyInstance, people: People): void {
  const sweep = (): void =>
    people.inBackground(
      sweepOnce(people).catch((err: unknown) => app.log.error({ err }, "what is over was not let go")),
    );
  let timer: NodeJS.Timeout | undefined;
  app.addHook("onReady", async () => {
    sweep();
    timer = setInterval(sweep, everyMs).unref();
  });
  app.addHook("onClose", async () => clearInterval(timer));
}

/** The same, once. */
async function sweepOnce(people: People): Promise<void> {
  await people.store.write(() => {
    people.sessions.sweep();
    people.invitations.sweep((id) => people.rights.placeOf(id));
    people.resets.sweep();
    people.emailChanges.sweep();
    people.apiTokens.sweep();
    people.links.sweep();
  });
  // After the links: by them it is told what a visit still opens.
  await people.visits.sweep();
}
