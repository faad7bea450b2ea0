import { cleanName, maxNameLength } from "@quire/protocol";
import { type FormEvent, useState } from "react";
import { useApp } from "../app-context.ts";
import { failureText } from "../failure-words.ts";
import { peopleHereWords } from "../words/en-people-here.ts";

/** A field for my own name. Everybody sees the new one at once. */
export function NameForm({ name, onDone }: { readonly name: string; readonly onDone: () => void }) {
  const { me, words } = useApp();
  const [problem, setProblem] = useState<string | null>(null);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const field = event.currentTarget.elements.namedItem("name");
    const wanted = field instanceof HTMLInputElement ? cleanName(field.value) : undefined;
    if (wanted === undefined) return setProblem(peopleHereWords.nameEmpty);
    try {
      if (wanted !== name) await me.rename(wanted);
      onDone();
    } catch (error) {
      setProblem(`${peopleHereWords.nameNotChanged} ${failureText(words, error)}`);
    }
  }

  return (
    <form className="name-form" onSubmit={(event) => void submit(event)}>
      <label htmlFor="my-name">{peopleHereWords.yourName}</label>
      <div className="name-row">
        <input
          id="my-name"
          name="name"
          className="field"
          defaultValue={name}
          maxLength={maxNameLength}
          autoComplete="nickname"
          aria-invalid={problem !== null}
          aria-describedby={problem === null ? undefined : "my-name-problem"}
        />
        <button type="submit" className="button button-primary">
          {peopleHereWords.save}
        </button>
      </div>
      {problem !== null && (
        <p id="my-name-problem" role="alert" className="problem">
          {problem}
        </p>
      )}
    </form>
  );
}
