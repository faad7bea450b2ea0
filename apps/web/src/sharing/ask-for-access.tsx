import type { LinkRole } from "@quire/protocol";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useApp } from "../app-context.ts";
import { failureText } from "../failure-words.ts";
import { useMe } from "../use-me.ts";
import { accessApi } from "./access-api.ts";
import { sharedPowers } from "./powers.ts";
import { RoleMenu } from "./role-menu.tsx";
import { useAccessNews } from "./use-access-news.ts";
import { useSharingWords } from "./use-sharing-words.ts";

/** What was asked for on this page: asking again would tell nobody more. */
const askedFor = new Set<string>();

interface AskProps {
  readonly id: string;
  readonly onReopen: () => void;
}

/** Asks whoever owns a document to let me in: the same for one that is not there. A guest has nobody's account to let in. */
export function AskForAccess({ id, onReopen }: AskProps) {
  const { api: wholeApi, words } = useApp();
  const { forbidden, roles } = useSharingWords();
  const me = useMe();
  const api = useMemo(() => accessApi(wholeApi, id), [wholeApi, id]);
  const [role, setRole] = useState<LinkRole>("edit");
  const [state, setState] = useState<"quiet" | "asking" | "asked">(askedFor.has(id) ? "asked" : "quiet");
  const [problem, setProblem] = useState<string | null>(null);

  if (me === null || me.person.isGuest === undefined) return null;
  if (me.person.isGuest) return <p>{forbidden.guestText}</p>;
  if (state === "asked") return <Asked id={id} onReopen={onReopen} />;

  async function ask() {
    if (state === "asking") return;
    setState("asking");
    setProblem(null);
    try {
      await api.ask({ role });
      askedFor.add(id);
      setState("asked");
    } catch (error) {
      setState("quiet");
      setProblem(failureText(words, error));
    }
  }

  return (
    <div className="ask">
      <p>{forbidden.signedInAs(me.person.name)}</p>
      <div className="ask-row">
        <RoleMenu
          label={forbidden.role}
          role={role}
          roles={sharedPowers}
          names={{ ...roles, view: forbidden.toView, edit: forbidden.toEdit }}
          onChoose={setRole}
        />
        <button
          type="button"
          className="button button-primary"
          aria-disabled={state === "asking"}
          onClick={() => void ask()}
        >
          {forbidden.ask}
        </button>
      </div>
      {problem !== null && (
        <p role="alert" className="problem">
          {problem}
        </p>
      )}
    </div>
  );
}

/** Waits for the answer: the document opens by itself when it is given. */
function Asked({ id, onReopen }: AskProps) {
  const { api, words } = useApp();
  const { forbidden } = useSharingWords();
  /** Null once the page is left. */
  const reopen = useRef<(() => void) | null>(onReopen);
  useEffect(() => {
    reopen.current = onReopen;
    return () => {
      reopen.current = null;
    };
  });
  const look = useCallback(() => {
    api.readDocument(id).then(
      () => {
        askedFor.delete(id);
        reopen.current?.();
      },
      // Still closed, or out of reach: the next word of the server is another chance.
      () => undefined,
    );
  }, [api, id]);
  useAccessNews(look);
  return (
    <div className="ask">
      <p role="status">{forbidden.asked}</p>
      <button ref={takeFocus} type="button" className="button button-primary" onClick={onReopen}>
        {words.common.tryAgain}
      </button>
    </div>
  );
}

/** What was pressed to ask is gone: this is where somebody goes on. */
function takeFocus(button: HTMLButtonElement | null): void {
  if (document.activeElement === document.body) button?.focus();
}
