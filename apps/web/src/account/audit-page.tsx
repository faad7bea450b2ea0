import type { AuditEntry, ColleagueList } from "@quire/protocol";
import { type FormEvent, type ReactNode, useCallback, useEffect, useMemo, useState } from "react";
import { Link } from "wouter";
import { useWords } from "../app-context.ts";
import { failureText } from "../failure-words.ts";
import { formText } from "../form-text.ts";
import { useDelayed } from "../use-delayed.ts";
import { auditWords as own } from "../words/en-audit.ts";
import { aboutText } from "./audit-about.ts";
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
  const { state: people } = useRead(api.listPeople);
  const [filter, setFilter] = useState("");
  const [log, setLog] = useState<LogState>(nothing);
  const isSlow = useDelayed(log.isReading);
  const names = useMemo(
    () =>
      new Map(
        people.phase === "ready" ? people.value.people.map(({ person }) => [person.id, person.name]) : [],
      ),
    [people],
  );

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
        people={people.phase === "ready" ? people.value : { people: [] }}
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

interface FilterProps {
  readonly people: ColleagueList;
  readonly onShow: (query: URLSearchParams) => void;
  /** Beside the button. */
  readonly beside: ReactNode;
}

function Filters({ people: { people }, onShow, beside }: FilterProps) {
  function show(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const query = new URLSearchParams();
    for (const name of ["action", "person"]) {
      const value = formText(data, name);
      if (value !== "") query.set(name, value);
    }
    const from = startOf(formText(data, "from"), 0);
    const to = startOf(formText(data, "to"), 1);
    if (from !== undefined) query.set("from", String(from));
    // The day is meant to its end.
    if (to !== undefined) query.set("to", String(to - 1));
    onShow(query);
  }
  return (
    <form className="audit-filters" onSubmit={show}>
      <label className="account-choice">
        {own.action}
        <select name="action" className="field">
          <option value="">{own.anyAction}</option>
          {Object.entries(own.actions).map(([action, label]) => (
            <option key={action} value={action}>
              {label}
            </option>
          ))}
        </select>
      </label>
      <label className="account-choice">
        {own.person}
        <select name="person" className="field">
          <option value="">{own.anybody}</option>
          {people.map(({ person }) => (
            <option key={person.id} value={person.id}>
              {person.name}
            </option>
          ))}
        </select>
      </label>
      <label className="account-choice">
        {own.from}
        <input name="from" type="date" className="field" />
      </label>
      <label className="account-choice">
        {own.to}
        <input name="to" type="date" className="field" />
      </label>
      <div className="account-actions">
        <button type="submit" className="button button-primary">
          {own.show}
        </button>
        {beside}
      </div>
    </form>
  );
}

/** The first moment of a day as the reader counts it, some days later; undefined for no day. */
function startOf(day: string, daysLater: number): number | undefined {
  const [year, month, date] = day.split("-").map(Number);
  if (year === undefined || month === undefined || date === undefined) return undefined;
  return new Date(year, month - 1, date + daysLater).getTime();
}

interface EntriesProps {
  readonly entries: readonly AuditEntry[];
  /** What people who are there still are called, by their ids. */
  readonly names: ReadonlyMap<string, string>;
}

function Entries({ entries, names }: EntriesProps) {
  const { format } = useWords();
  return (
    <ul aria-label={own.entries}>
      {entries.map(({ at, action, name, address, documentId, subject }, index) => (
        <li key={index} className="account-row audit-row">
          <div className="account-what">
            <span className="account-name">{name ?? own.nobody}</span>
            <span title={subject ?? undefined}>
              {[own.actions[action], aboutText(subject ?? "", names)].filter(Boolean).join(": ")}
              {documentId !== null && (
                <>
                  {" · "}
                  <Link href={`/d/${documentId}`}>{own.document}</Link>
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
