import type { WholeServer } from "./whole-server.ts";

const tables = [
  "people",
  "emails",
  "identities",
  "passkeys",
  "sessions-of",
  "tokens",
  "invitations",
  "resets",
  "shares",
  "links",
  "visits",
  "groups",
  "rights",
  "requests",
  "audit",
] as const;

/**
 * All that the server keeps of people and documents, a line each kind, but for when sessions and tokens were used last and what is left
 * out. What was asked for before is in it.
 */
export async function everythingIn(
  { people }: WholeServer,
  leftOut: readonly (typeof tables)[number][] = [],
): Promise<string> {
  const { store, documents } = people;
  // What is put down behind an answer comes before this, and what is read is read anew.
  await store.write(() => undefined);
  const lines = tables
    .filter((name) => !leftOut.includes(name))
    .map((name) => `${JSON.stringify(name)}:${JSON.stringify([...store.table(name).getRange()], unseen)}\n`);
  const records = [...documents.records()].map(({ id }) => [id, documents.document(id as never)]);
  return `${lines.join("")}"documents":${JSON.stringify(records)}\n`;
}

/** That somebody was here is put down once a minute, whatever they asked. */
function unseen(key: string, value: unknown): unknown {
  return key === "seenAt" ? undefined : value;
}
