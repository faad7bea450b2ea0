import { type DeviceConnection, KeptList, readKeptIds, type SaidRoles } from "@quire/client";
import type { DocumentSummary } from "@quire/protocol";
import type { LibraryStore } from "../library-store.ts";

interface Options {
  readonly connection: DeviceConnection;
  readonly roles: Pick<SaidRoles, "noteListed">;
  readonly library: LibraryStore;
  /** `wss://host/sync` */
  readonly url: string;
  /** The server was reached again. */
  readonly onReached: () => void;
}

/** How long the server may take to answer before the device's own list is shown. */
const patienceMs = 1_000;
/** How long a list stays as it is before it is kept: events come one by one. */
const settleMs = 500;

/**
 * Keeps the list as the server tells it, and shows what was kept where the server does not answer; tells which documents have
 * their text here, for as long as the page is there. A device that keeps nothing changes nothing.
 */
export function keepListOnDevice({ connection, roles, library, url, onReached }: Options): {
  readonly lookHere: () => void;
  /** The device did not answer before, and does now. */
  readonly lookAgain: () => void;
} {
  const list = new KeptList(connection);
  const read = () => {
    const kept = list.read();
    // Whoever needs it hears that it failed.
    kept.catch(ignore);
    return kept;
  };
  let reading = read();
  let noted: readonly DocumentSummary[] | undefined;
  let isSaving = false;
  let wasReached: boolean | undefined;

  const show = () =>
    void reading
      .catch((): readonly DocumentSummary[] => [])
      .then((kept) => {
        if (kept.length > 0 || library.getSnapshot().documents.length > 0) library.fill(kept);
      });
  const lookHere = () => void readKeptIds(connection, url).then((ids) => library.setHere(ids), ignore);
  const save = () => {
    isSaving = false;
    const { known } = library;
    const { hasMore } = library.getSnapshot();
    void reading
      .catch(read)
      .then((before) => list.write(hasMore ? withOlder(known, before) : known))
      .catch(ignore);
  };
  /** At once, and only what the server has just said: a document may say later that it is otherwise. */
  const noteRoles = () => {
    if (library.read === undefined || library.read === noted) return;
    noted = library.read;
    void roles.noteListed(noted).catch(ignore);
  };
  const changed = () => {
    noteRoles();
    const { phase, error, source } = library.getSnapshot();
    const isReached = phase === "ready" && source === "server" && error === undefined;
    if (phase === "failed") show();
    if (isReached !== wasReached && phase !== "loading") {
      wasReached = isReached;
      lookHere();
      if (isReached) onReached();
    }
    if (phase !== "ready" || isSaving) return;
    isSaving = true;
    setTimeout(save, settleMs);
  };
  const lookAgain = () => {
    reading = read();
    lookHere();
    show();
  };

  lookHere();
  changed();
  library.subscribe(changed);
  setTimeout(show, patienceMs);
  return { lookHere, lookAgain };
}

/** What was read no further than this time may still be there. */
function withOlder(
  known: readonly DocumentSummary[],
  before: readonly DocumentSummary[],
): readonly DocumentSummary[] {
  const oldest = known.at(-1)?.updatedAt ?? Number.POSITIVE_INFINITY;
  const ids = new Set(known.map(({ id }) => id));
  return [...known, ...before.filter(({ id, updatedAt }) => !ids.has(id) && updatedAt < oldest)];
}

function ignore(): void {
  // This device keeps nothing: there is nothing to show of it either.
}
