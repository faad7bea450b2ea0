import type { Colleague } from "@quire/protocol";
import { type FormEvent, type ReactNode, useState } from "react";
import { formText } from "../form-text.ts";
import { auditWords as own } from "../words/en-audit.ts";
import { documentIn } from "./audit-about.ts";

interface FilterProps {
  readonly people: readonly Colleague[];
  readonly onShow: (query: URLSearchParams) => void;
  /** Beside the button. */
  readonly beside: ReactNode;
}

/** Which entries are to be shown. */
export function Filters({ people, onShow, beside }: FilterProps) {
  const [isUnknown, setUnknown] = useState(false);
  function show(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const document = documentIn(formText(data, "document"));
    setUnknown(document === undefined);
    if (document !== undefined) onShow(queryOf(data, document));
  }
  return (
    <form className="audit-filters" onSubmit={show}>
      <Choice
        name="action"
        label={own.action}
        anything={own.anyAction}
        options={Object.entries(own.actions)}
      />
      <Choice
        name="person"
        label={own.person}
        anything={own.anybody}
        options={people.map(({ person }) => [person.id, person.name] as const)}
      />
      <label className="account-choice">
        {own.name}
        <input name="name" className="field" maxLength={128} placeholder={own.nameHint} autoComplete="off" />
      </label>
      <DocumentField isUnknown={isUnknown} />
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

interface ChoiceProps {
  readonly name: string;
  readonly label: string;
  /** What is chosen at first. */
  readonly anything: string;
  readonly options: readonly (readonly [value: string, label: string])[];
}

function Choice({ name, label, anything, options }: ChoiceProps) {
  return (
    <label className="account-choice">
      {label}
      <select name={name} className="field">
        <option value="">{anything}</option>
        {options.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

function DocumentField({ isUnknown }: { readonly isUnknown: boolean }) {
  const problem = "audit-document-problem";
  return (
    <div>
      <label className="account-choice">
        {own.about}
        <input
          name="document"
          className="field"
          placeholder={own.aboutHint}
          autoComplete="off"
          spellCheck={false}
          aria-invalid={isUnknown}
          aria-describedby={isUnknown ? problem : undefined}
        />
      </label>
      {isUnknown && (
        <p id={problem} className="problem" role="alert">
          {own.aboutUnknown}
        </p>
      )}
    </div>
  );
}

function queryOf(data: FormData, document: string): URLSearchParams {
  const query = new URLSearchParams();
  for (const name of ["action", "person", "name"]) {
    const value = formText(data, name).trim();
    if (value !== "") query.set(name, value);
  }
  if (document !== "") query.set("document", document);
  const from = startOf(formText(data, "from"), 0);
  const to = startOf(formText(data, "to"), 1);
  if (from !== undefined) query.set("from", String(from));
  // The day is meant to its end.
  if (to !== undefined) query.set("to", String(to - 1));
  return query;
}

/** The first moment of a day as the reader counts it, some days later; undefined for no day. */
function startOf(day: string, daysLater: number): number | undefined {
  const [year, month, date] = day.split("-").map(Number);
  if (year === undefined || month === undefined || date === undefined) return undefined;
  return new Date(year, month - 1, date + daysLater).getTime();
}
