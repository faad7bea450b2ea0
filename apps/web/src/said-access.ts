import type { Session } from "@quire/client";
import { allows, type Role } from "@quire/protocol";
import { type Api, ApiError } from "./api.ts";
import type { Device } from "./device/device.ts";

/** What I may do in a document; false until the server says, and where it has no such document any more. */
export type Access = Role | false;

/** Whether that is at least this role. */
export function mayDo(access: Access, needed: Role): boolean {
  return access !== false && allows(access, needed);
}

/** How long this device may take to say what it was told: some browsers' database never answers. */
const patienceMs = 3_000;

/** What of the app says what I may do. */
interface Saying {
  readonly api: Pick<Api, "readDocument">;
  loadDevice(): Promise<Pick<Device, "isMaking" | "roleIn" | "noteRole">>;
}

/**
 * What the server says that I may do in a document, which this device puts down. Without an answer it is what was said last, and
 * where nothing was ever said, all: whoever is offline goes on writing, and the server has the last word when they are back.
 */
export async function readAccess(
  { api, loadDevice }: Saying,
  session: Session,
): Promise<{ readonly access: Access; readonly isAnswer: boolean }> {
  const { id } = session;
  try {
    const { role } = await api.readDocument(id);
    void loadDevice().then((device) => device.noteRole(session, role), ignore);
    return { access: role, isAnswer: true };
  } catch (error) {
    if (isUnanswered(error)) return { access: (await saidLast(loadDevice, id)) ?? "own", isAnswer: false };
    // Made here, and not at the server yet; else it is for the connection to say why not, which is refused as well.
    const device = await loadDevice().catch(ignore);
    return { access: !!device?.isMaking(id) && "own", isAnswer: true };
  }
}

async function saidLast(loadDevice: Saying["loadDevice"], id: string): Promise<Role | undefined> {
  const late = Promise.withResolvers<undefined>();
  const timer = setTimeout(late.resolve, patienceMs);
  const said = loadDevice().then((device) => device.roleIn(id), ignore);
  return Promise.race([said, late.promise]).finally(() => clearTimeout(timer));
}

function isUnanswered(error: unknown): boolean {
  return !(error instanceof ApiError) || error.isUnreachable;
}

/** What looks after this device could not be fetched. */
function ignore(): undefined {
  return undefined;
}
