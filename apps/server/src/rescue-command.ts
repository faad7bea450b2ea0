import type { People } from "@quire/people";
import type { Config } from "./config.ts";

/**
 * What somebody at the machine is given to come in by when no account helps: whoever reads and writes the data directory may
 * do all that an owner may. The server may run meanwhile, or not.
 */
export async function inviteOwner(config: Config): Promise<string> {
  return await withPeople(config, async (people) => {
    const { rescueOwner } = await import("@quire/people");
    const secret = await rescueOwner(people);
    return `Whoever opens this owns the server. It is good for a week, and once:\n${addressOf(config)}/join#${secret}\n${addressNote(config)}`;
  });
}

/** The same for an account that is there; undefined where the address is nobody's who may come in. */
export async function linkForPassword(config: Config, email: string): Promise<string | undefined> {
  return await withPeople(config, async (people) => {
    const { rescuePassword } = await import("@quire/people");
    const secret = await rescuePassword(people, email);
    if (secret === undefined) return undefined;
    return `Whoever opens this sets a new password for ${email}; their second factor is off then. It is good for an hour, and once:\n${addressOf(config)}/reset#${secret}\n${addressNote(config)}`;
  });
}

async function withPeople<Answer>(
  { dataDir, url }: Config,
  work: (people: People) => Promise<Answer>,
): Promise<Answer> {
  const { People } = await import("@quire/people");
  const people = new People({ dataDir, url });
  try {
    return await work(people);
  } finally {
    await people.close();
  }
}

/** A server that is on is told its address by settings, and leaves it nowhere: what this command was not told, it cannot know. */
function addressNote({ url, port }: Config): string {
  if (url !== undefined) return "";
  return `Its address is that of QUIRE_PORT as it is here, ${port}. Where the server has another, or a QUIRE_URL, put that in its place.\n`;
}

function addressOf({ url, port }: Config): string {
  return url ?? `http://localhost:${port}`;
}
