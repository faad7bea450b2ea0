import type { Session } from "@quire/client";
import { useEffect, useState } from "react";
import { useApp } from "./app-context.ts";
import { type Access, readAccess } from "./said-access.ts";

/**
 * What I may do in a document, asked again whenever the line has come back: the server ends it where a role changes. Whoever just made
 * a document is not asked about, nor a document that is not here.
 */
export function useAccess(session: Session, isNew: boolean, isLoaded: boolean): Access {
  const { api, loadDevice } = useApp();
  const returns = useReturns(session);
  const [access, setAccess] = useState<Access>(isNew && "own");
  useEffect(() => {
    if ((isNew && returns === 0) || !isLoaded) return;
    let isGone = false;
    void readAccess({ api, loadDevice }, session).then(({ access, isAnswer }) => {
      // Who was told what they may do is not told otherwise by silence.
      if (!isGone) setAccess((before) => (isAnswer ? access : before || access));
    });
    return () => {
      isGone = true;
    };
  }, [api, loadDevice, session, isNew, isLoaded, returns]);
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
