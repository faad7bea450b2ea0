import type { DocumentAccess } from "@quire/protocol";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { ApiError } from "../api.ts";
import { useApp } from "../app-context.ts";
import { failureText } from "../failure-words.ts";
import { type AccessApi, accessApi } from "./access-api.ts";
import { InOrder } from "./in-order.ts";
import { useAccessNews } from "./use-access-news.ts";
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
  const { api: wholeApi, words } = useApp();
  const sharing = useSharingWords();
  const api = useMemo(() => accessApi(wholeApi, id), [wholeApi, id]);
  const [access, setAccess] = useState<DocumentAccess | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [problems, setProblems] = useState<ReadonlyMap<string, string>>(new Map());
  const [news, setNews] = useState("");
  const order = useRef(new InOrder());
  /** A reading has not begun yet: it will say all that is news by then. */
  const isReadDue = useRef(false);

  const read = useCallback(() => {
    if (isReadDue.current) return;
    isReadDue.current = true;
    setFailure(null);
    const reading = order.current.ask(() => {
      isReadDue.current = false;
      return api.read();
    });
    reading.then(setAccess, (error: unknown) => setFailure(failureText(words, error)));
  }, [api, words]);

  useEffect(read, [read]);
  useAccessNews(read);

  const change = useCallback(
    (key: string, ask: () => Promise<DocumentAccess>, done: string): Promise<boolean> => {
      const problem = (text: string | null) =>
        setProblems((before) => {
          const rest = [...before].filter(([name]) => name !== key);
          return new Map(text === null ? rest : [...rest, [key, text]]);
        });
      return order.current.ask(ask).then(
        (now) => {
          setAccess(now);
          problem(null);
          setNews(done);
          return true;
        },
        (error: unknown) => {
          const isUnknown = error instanceof ApiError && error.isUnreachable;
          problem(
            isUnknown
              ? sharing.dialog.notAnswered
              : `${sharing.dialog.notChanged} ${failureText(words, error)}`,
          );
          // It may have been changed: what is shown is to be what the server has.
          if (isUnknown) read();
          return false;
        },
      );
    },
    [sharing, words, read],
  );
  return { api, access, failure, problems, news, read, change };
}
