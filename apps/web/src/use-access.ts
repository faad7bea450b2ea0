import { allows } from "@quire/protocol";
import { useEffect, useState } from "react";
import { ApiError } from "./api.ts";
import { useApp } from "./app-context.ts";

/** What I may do in a document; "unknown" until the server says, and where it has no such document any more. */
export type Access = "unknown" | "read" | "write";

/**
 * What I may do in a document. Without an answer, write: whoever is offline goes on writing, and the server has the last
 * word when they are back. Whoever just made a document is not asked about, nor a document that is not here.
 */
export function useAccess(id: string, isNew: boolean, isLoaded: boolean): Access {
  const { api, loadDevice } = useApp();
  const [access, setAccess] = useState<Access>(isNew ? "write" : "unknown");
  useEffect(() => {
    if (isNew || !isLoaded) return;
    let isGone = false;
    const answer = (newAccess: Access) => isGone || setAccess(newAccess);
    api.readDocument(id).then(
      ({ role }) => answer(allows(role, "edit") ? "write" : "read"),
      async (error: unknown) => {
        const said = accessAfter(error);
        // Made here, and not at the server yet.
        const isMine =
          said !== "write" &&
          (await loadDevice().then(
            (device) => device.isMaking(id),
            () => false,
          ));
        answer(isMine ? "write" : said);
      },
    );
    return () => {
      isGone = true;
    };
  }, [api, loadDevice, id, isNew, isLoaded]);
  return access;
}

/** That a document is absent or deleted is for the connection to say, which is refused. */
function accessAfter(error: unknown): Access {
  if (!(error instanceof ApiError) || error.isUnreachable) return "write";
  return error.status === 404 || error.status === 410 ? "unknown" : "read";
}
