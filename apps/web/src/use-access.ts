import type { Session } from "@quire/client";
import type { Role } from "@quire/protocol";
import { useEffect, useState } from "react";
import { ApiError } from "./api.ts";
import { useApp } from "./app-context.ts";

/** What I may do in a document; false until the server says, and where it has no such document any more. */
export type Access = Role | false;

/**
 * What I may do in a document, asked again whenever the line has come back: the server ends it where a role changes. Without an
 * answer, all: whoever is offline goes on writing, and the server has the last word when they are back. Whoever just made a document is not asked about, nor a document that is not here.
 */
export function useAccess(session: Session, isNew: boolean, isLoaded: boolean): Access {
  const { id } = session;
  const { api, loadDevice } = useApp();
  const returns = useReturns(session);
  const [access, setAccess] = useState<Access>(isNew && "own");
  useEffect(() => {
    if ((isNew && returns === 0) || !isLoaded) return;
    let isGone = false;
    const answer = (newAccess: Access) => isGone || setAccess(newAccess);
    api.readDocument(id).then(
      ({ role }) => answer(role),
      async (error: unknown) => {
        // Who was told what they may do is not told otherwise by silence.
        if (isUnanswered(error)) return returns > 0 || answer("own");
        // Made here, and not at the server yet; else it is for the connection to say why not, which is refused as well.
        const device = await loadDevice().catch(() => null);
        return answer(!!device?.isMaking(id) && "own");
      },
    );
    return () => {
      isGone = true;
    };
  }, [api, loadDevice, id, isNew, isLoaded, returns]);
  return access;
}

/** How often the line has come back. */
function useReturns(session: Session): number {
  const [returns, setReturns] = useState(0);
  useEffect(() => {
    let wasUp = isUp(session);
    let isAway = false;
    return session.subscribe(() => {
      const isBack = isUp(session);
      if (isBack && isAway) setReturns((count) => count + 1);
      isAway = !isBack && (isAway || wasUp || session.status.state === "offline");
      wasUp ||= isBack;
    });
  }, [session]);
  return returns;
}

/** Whether there is a line on which the server has told how the document stands. */
function isUp({ status: { state } }: Session): boolean {
  return state === "saved" || state === "saving";
}

function isUnanswered(error: unknown): boolean {
  return !(error instanceof ApiError) || error.isUnreachable;
}
