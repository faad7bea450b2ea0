import type { Me, SessionList } from "@quire/protocol";
import { useEffect, useRef, useState } from "react";
import type { Api } from "./api.ts";
import { useApp } from "./app-context.ts";

/**
 * Opens a document again that was closed since nobody is signed in, where somebody is: another tab of this browser has renewed
 * their session. Where nobody is, and people sign in, the answer leads there. Answers whether it is not known yet.
 */
export function useComingBack(
  { id, isNobody, isKept }: { readonly id: string; readonly isNobody: boolean; readonly isKept: boolean },
  onReopen: () => void,
): boolean {
  const { api, person, late } = useApp();
  const [isAsking, setAsking] = useState(isNobody);
  const reopen = useRef(onReopen);
  reopen.current = onReopen;
  useEffect(() => {
    if (!isNobody) return;
    let isLeft = false;
    const stay = () => isLeft || setAsking(false);
    const comeBack = async () => {
      const me = await api.readMe();
      if (person === undefined || me.person.id !== person) return stay();
      // Once by each session: a server that says of one that it is good and that it is not would be asked without end.
      const by = `${id} ${await sessionNow(api, me)}`;
      if (isLeft) return;
      if (late.cameBackTo === by) return stay();
      late.cameBackTo = by;
      reopen.current();
    };
    comeBack().catch(stay);
    return () => {
      isLeft = true;
    };
    // Asked once more when what was not sent is kept: whoever is nobody is not led away before that.
  }, [api, person, late, id, isNobody, isKept]);
  return isAsking;
}

/** Which session this browser has now, by what names it to its owner. A guest has none. */
async function sessionNow(api: Pick<Api, "ask">, { person: { isGuest } }: Me): Promise<string> {
  if (isGuest !== false) return "";
  const { sessions } = (await api.ask("GET", "/api/account/sessions")) as SessionList;
  return sessions.find(({ isThis }) => isThis)?.id ?? "";
}
