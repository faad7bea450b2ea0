import { Users } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { Avatar } from "../parts/avatar.tsx";
import { WithBreaks } from "../parts/with-breaks.tsx";
import type { Candidate } from "./candidates.ts";
import { matching } from "./candidates.ts";
import { useSharingWords } from "./use-sharing-words.ts";

interface FieldProps {
  readonly candidates: readonly Candidate[];
  readonly text: string;
  readonly problemId: string | undefined;
  readonly onText: (text: string) => void;
  readonly onChoose: (candidate: Candidate) => void;
}

const listId = "share-names";

/** A field for a name or an address, with the names that fit below it while it is typed in. */
export function NameField({ candidates, text, problemId, onText, onChoose }: FieldProps) {
  const { adding } = useSharingWords();
  const [isOpen, setOpen] = useState(false);
  const [place, setPlace] = useState(-1);
  const fitting = isOpen ? matching(candidates, text) : [];
  const active = fitting[place];
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    // Under a finger a keyboard would cover the half of what was just opened.
    if (matchMedia("(pointer: fine)").matches) field.current?.focus();
  }, []);

  function choose(candidate: Candidate) {
    setOpen(false);
    onChoose(candidate);
  }

  function pressed(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing || fitting.length === 0) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined)
      setPlace((place + step + fitting.length + (place < 0 && step < 0 ? 1 : 0)) % fitting.length);
    else if (event.key === "Enter" && active !== undefined) choose(active);
    else if (event.key === "Escape") setOpen(false);
    else return;
    event.preventDefault();
    // Escape closes the list, and not the dialog with it.
    event.stopPropagation();
  }

  return (
    <div className="share-names">
      <input
        ref={field}
        className="field"
        role="combobox"
        aria-label={adding.label}
        placeholder={adding.label}
        aria-expanded={fitting.length > 0}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={active && optionId(active)}
        aria-invalid={problemId !== undefined}
        aria-describedby={problemId}
        autoComplete="off"
        spellCheck={false}
        maxLength={254}
        value={text}
        onChange={({ target }) => {
          setPlace(-1);
          setOpen(true);
          onText(target.value);
        }}
        onKeyDown={pressed}
        onBlur={() => setOpen(false)}
      />
      <div
        id={listId}
        role="listbox"
        aria-label={adding.results}
        hidden={fitting.length === 0}
        className="menu share-options"
      >
        {fitting.map((candidate) => (
          <Option
            key={candidate.id}
            candidate={candidate}
            isActive={candidate === active}
            onChoose={() => choose(candidate)}
          />
        ))}
      </div>
    </div>
  );
}

interface OptionProps {
  readonly candidate: Candidate;
  readonly isActive: boolean;
  readonly onChoose: () => void;
}

function Option({ candidate, isActive, onChoose }: OptionProps) {
  return (
    <div
      id={optionId(candidate)}
      role="option"
      tabIndex={-1}
      aria-selected={isActive}
      className="menu-item share-option"
      data-highlighted={isActive ? "" : undefined}
      // The field keeps the focus, and is left before a press would be heard.
      onMouseDown={(event) => {
        event.preventDefault();
        onChoose();
      }}
    >
      {candidate.kind === "person" ? (
        <Avatar person={candidate.person} />
      ) : (
        <span className="share-face" aria-hidden="true">
          <Users />
        </span>
      )}
      <span className="share-who">
        <span className="share-name">
          <WithBreaks text={candidate.label} />
        </span>
        {candidate.note !== "" && (
          <small>
            <WithBreaks text={candidate.note} />
          </small>
        )}
      </span>
    </div>
  );
}

function optionId({ id }: Candidate): string {
  return `share-name-${id}`;
}
