import type { AuditEntry } from "@quire/protocol";
import { useCallback, useEffect, useMemo, useState } from "react";
import { Link } from "wouter";
import { useWords } from "../app-context.ts";
import { documentName } from "../document-name.ts";
import { failureText } from "../failure-words.ts";
import { useDelayed } from "../use-delayed.ts";
import { auditWords as own } from "../words/en-audit.ts";
import { doneText } from "./audit-about.ts";
import { Filters } from "./audit-filters.tsx";
import { Failed, Frame, Section } from "./frame.tsx";
import { useAccountsApi, useRead } from "./use-accounts.ts";

/** Who did what: for the owners of a server, to read, to filter and to take along. */
export function AuditPage() {
  return (
    <Frame title={own.title}>
      {({ standing }) =>
        standing === "owner" ? <AuditLog /> : <p className="account-text">{own.ownersOnly}</p>
      }
    </Frame>
  );
}

interface LogState {
  readonly entries: readonly AuditEntry[];
  readonly next: string | null;
  readonly error?: unknown;
  readonly isReading: boolean;
}

const nothing: LogState = { entries: [], next: null, isReading: true };

/** As many as a page shows before somebody asks for more: an answer may be short, and go on. */
const wanted = 50;

function AuditLog() {
  const words = useWords();
  const api = useAccountsApi();
  const { people, names } = useNames();
  const [filter, setFilter] = useState("");
  const [log, setLog] = useState<LogState>(nothing);
  const isSlow = useDelayed(log.isReading);

  const read = useCallback(
    async (before: LogState, isGone: () => boolean) => {
      let { entries, next } = before;
      const enough = entries.length + wanted;
      try {
        do {
          const query = new URLSearchParams(filter);
          if (next !== null) query.set("cursor", next);
          const page = await api.readAudit(query);
          entries = [...entries, ...page.entries];
          next = page.next;
        } while (next !== null && entries.length < enough && !isGone());
        if (!isGone()) setLog({ entries, next, isReading: false });
      } catch (error) {
        if (!isGone()) setLog({ entries, next, error, isReading: false });
      }
    },
    [api, filter],
  );
  useEffect(() => {
    let wasLeft = false;
    setLog(nothing);
    void read(nothing, () => wasLeft);
    return () => {
      wasLeft = true;
    };
  }, [read]);

  return (
    <Section title={own.entries} text={own.text}>
      <Filters
        people={people}
        onShow={(query) => setFilter(query.toString())}
        beside={
          <a className="button button-line" href={`/api/audit/download?${filter}`} download>
            {own.download}
          </a>
        }
      />
      <div role="status">
        {isSlow && <p className="progress">{own.reading}</p>}
        {!log.isReading && log.error === undefined && log.entries.length === 0 && <p>{own.none}</p>}
      </div>
      {log.error !== undefined && (
        <Failed
          text={failureText(words, log.error)}
          onAgain={() => void read({ ...log, isReading: true }, () => false)}
        />
      )}
      {log.entries.length > 0 && <Entries entries={log.entries} names={names} />}
      {log.next !== null && log.error === undefined && (
        <button
          type="button"
          className="button button-line account-begin"
          aria-disabled={log.isReading}
          onClick={() => {
            if (log.isReading) return;
            setLog({ ...log, isReading: true });
            void read(log, () => false);
          }}
        >
          {own.more}
        </button>
      )}
    </Section>
  );
}

/** Who has an account, and what they and the groups are called, by their ids; none while that is being read. */
function useNames() {
  const api = useAccountsApi();
  const { state: people } = useRead(api.listPeople);
  const { state: groups } = useRead(api.listGroups);
  return useMemo(() => {
    const colleagues = people.phase === "ready" ? people.value.people : [];
    const all = groups.phase === "ready" ? groups.value.groups : [];
    const names = new Map([
      ...all.map(({ id, name }) => [id, name] as const),
      ...colleagues.map(({ person }) => [person.id, person.name] as const),
    ]);
    return { people: colleagues, names };
  }, [people, groups]);
}

interface EntriesProps {
  readonly entries: readonly AuditEntry[];
  /** What people and groups that are there still are called, by their ids. */
  readonly names: ReadonlyMap<string, string>;
}

function Entries({ entries, names }: EntriesProps) {
  const words = useWords();
  const { format } = words;
  const nameOf = (title: string | undefined) =>
    title === undefined ? own.document : documentName(words, title);
  return (
    <ul aria-label={own.entries}>
      {entries.map(({ at, action, name, address, documentId, documentTitle, subject }, index) => (
        <li key={index} className="account-row audit-row">
          <div className="account-what">
            <span className="account-name">{name ?? own.nobody}</span>
            <span title={subject ?? undefined}>
              {doneText(action, subject ?? "", names)}
              {documentId !== null && (
                <>
                  {" · "}
                  <Link href={`/d/${documentId}`}>{nameOf(documentTitle)}</Link>
                </>
              )}
            </span>
          </div>
          <span className="account-facts">
            <time dateTime={new Date(at).toISOString()}>{format.fullTime(at)}</time>
            {address}
          </span>
        </li>
      ))}
    </ul>
  );
}
