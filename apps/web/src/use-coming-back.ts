import { useEffect, useRef, useState } from "react";
import { useApp } from "./app-context.ts";

/**
 * Opens a document again that was closed since nobody is signed in, where somebody is: another tab of this browser has renewed
 * their session. Where nobody is, and people sign in, the answer leads there. Answers whether it is not known yet.
 */
export function useComingBack(id: string, isNobody: boolean, onReopen: () => void): boolean {
  const { api, person, late } = useApp();
  const [isAsking, setAsking] = useState(isNobody);
  const reopen = useRef(onReopen);
  reopen.current = onReopen;
  useEffect(() => {
    if (!isNobody) return;
    let isLeft = false;
    const stay = () => isLeft || setAsking(false);
    api.readMe().then((me) => {
      // Once: a server that says both would be asked without end.
      const isBack = person !== undefined && me.person.id === person && late.cameBackTo !== id;
      if (!isBack) return stay();
      late.cameBackTo = id;
      if (!isLeft) reopen.current();
    }, stay);
    return () => {
      isLeft = true;
    };
  }, [api, person, late, id, isNobody]);
  return isAsking;
}
