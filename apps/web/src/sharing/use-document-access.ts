import type { DocumentAccess } from "@quire/protocol";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useApp } from "../app-context.ts";
import { failureText } from "../failure-words.ts";
import { openLibraryEvents } from "../library-events.ts";
import { ownQuery } from "../own-fetch.ts";
import { wakeOnReturn } from "../wake-on-return.ts";
import { type AccessApi, accessApi } from "./access-api.ts";
import { useSharingWords } from "./use-sharing-words.ts";

/** Who has access, as the server last said, and what is changed about it. Nothing is shown that it has not said. */
export interface AccessState {
  readonly api: AccessApi;
  /** Null until it is read. */
  readonly access: DocumentAccess | null;
  /** Why it cannot be read. */
  readonly failure: string | null;
  /** What went wrong with a row or a form, by its key. */
  readonly problems: ReadonlyMap<string, string>;
  /** What was done last, for who does not see it. */
  readonly news: string;
  readonly read: () => void;
  /**
   * Has something changed; false, and a problem of this key, where that failed. One change after the other: each answer
   * says how things stand after it.
   */
  readonly change: (key: string, ask: () => Promise<DocumentAccess>, done: string) => Promise<boolean>;
}

/** Who has access to the document; asked at first, and whenever the server says that something changed, or somebody comes back. */
export function useDocumentAccess(id: string): AccessState {
  const { api: wholeApi, socketOrigin, words } = useApp();
  const sharing = useSharingWords();
  const api = useMemo(() => accessApi(wholeApi, id), [wholeApi, id]);
  const [access, setAccess] = useState<DocumentAccess | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [problems, setProblems] = useState<ReadonlyMap<string, string>>(new Map());
  const [news, setNews] = useState("");
  /** Readings and changes follow one another: of two answers, the later one says more. */
  const last = useRef<Promise<unknown>>(Promise.resolve());
  /** A reading has not begun yet: it will say all that is news by then. */
  const isReadDue = useRef(false);

  const read = useCallback(() => {
    if (isReadDue.current) return;
    isReadDue.current = true;
    setFailure(null);
    last.current = last.current.then(async () => {
      isReadDue.current = false;
      try {
        setAccess(await api.read());
      } catch (error) {
        setFailure(failureText(words, error));
      }
    });
  }, [api, words]);

  useEffect(() => {
    read();
    // It says `ready` when it is heard, and whenever what people may see is another.
    const events = openLibraryEvents({
      url: `${socketOrigin}/api/events${ownQuery()}`,
      onEvent: ({ type }) => type === "ready" && read(),
      onLine: () => undefined,
    });
    const stop = wakeOnReturn(events.wake);
    // Also where a proxy lets no stream through.
    window.addEventListener("focus", read);
    return () => {
      stop();
      window.removeEventListener("focus", read);
      events.close();
    };
  }, [read, socketOrigin]);

  const change = useCallback(
    (key: string, ask: () => Promise<DocumentAccess>, done: string): Promise<boolean> => {
      const problem = (text: string | null) =>
        setProblems((before) => {
          const rest = [...before].filter(([name]) => name !== key);
          return new Map(text === null ? rest : [...rest, [key, text]]);
        });
      const run = async () => {
        try {
          setAccess(await ask());
          problem(null);
          setNews(done);
          return true;
        } catch (error) {
          problem(`${sharing.dialog.notChanged} ${failureText(words, error)}`);
          return false;
        }
      };
      const ran = last.current.then(run);
      last.current = ran;
      return ran;
    },
    [sharing, words],
  );
  return { api, access, failure, problems, news, read, change };
}
