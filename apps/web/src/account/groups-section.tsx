import type { Colleague, Group } from "@quire/protocol";
import { useState } from "react";
import { useWords } from "../app-context.ts";
import { failureText } from "../failure-words.ts";
import { useToast } from "../use-toast.ts";
import type { PeoplePageWords } from "../words/en-people-page.ts";
import { AskDialog } from "./ask-dialog.tsx";
import { Field, Form, useForm } from "./form.tsx";
import { Failed, Section } from "./frame.tsx";
import { useAccountsApi, useAccountWords, useExplain, useLiveRead } from "./use-accounts.ts";

interface SectionProps {
  readonly words: PeoplePageWords;
  readonly people: readonly Colleague[];
}

/** People who are given documents together. */
export function GroupsSection({ words, people }: SectionProps) {
  const { groups: own } = words;
  const allWords = useWords();
  const api = useAccountsApi();
  const { state, again } = useLiveRead(api.listGroups);
  const [open, setOpen] = useState<Group | "new" | null>(null);
  return (
    <Section title={own.title} text={own.text}>
      {state.phase === "failed" && (
        <Failed text={failureText(allWords, state.error)} onAgain={() => void again()} />
      )}
      {state.phase === "ready" && state.value.groups.length > 0 && (
        <ul className="account-rows">
          {state.value.groups.map((group) => (
            <li key={group.id} className="account-row">
              <div className="account-what">
                <span className="account-name">{group.name}</span>
                <span className="account-facts">{own.size(group.members.length)}</span>
              </div>
              <button
                type="button"
                className="button button-quiet"
                aria-label={own.changeOf(group.name)}
                onClick={() => setOpen(group)}
              >
                {own.change}
              </button>
            </li>
          ))}
        </ul>
      )}
      <button type="button" className="button button-line account-begin" onClick={() => setOpen("new")}>
        {own.make}
      </button>
      <AskDialog
        title={open === null || open === "new" ? own.make : own.changeOf(open.name)}
        isOpen={open !== null}
        onClose={() => setOpen(null)}
      >
        <GroupForm
          words={words}
          people={people}
          group={open === "new" ? null : open}
          onDone={() => {
            setOpen(null);
            void again();
          }}
        />
      </AskDialog>
    </Section>
  );
}

interface GroupProps extends SectionProps {
  /** Null for a new one. */
  readonly group: Group | null;
  readonly onDone: () => void;
}

function GroupForm({ words, people, group, onDone }: GroupProps) {
  const { groups: own } = words;
  const api = useAccountsApi();
  const { say } = useToast();
  const [isRemoving, setRemoving] = useState(false);
  const [members, setMembers] = useState<ReadonlySet<string>>(() => new Set(group?.members));
  const form = useForm({
    check: (values) => (values("name").trim() === "" ? { field: "name", text: own.nameMissing } : null),
    async send(values) {
      const body = { name: values("name").trim(), members: [...members] };
      await (group === null ? api.makeGroup(body) : api.writeGroup(group.id, body));
      say(own.saved(body.name));
      onDone();
    },
    explain: useExplain(),
  });

  function turn(id: string, isIn: boolean) {
    setMembers(isIn ? new Set([...members, id]) : new Set([...members].filter((one) => one !== id)));
  }

  if (isRemoving && group !== null)
    return <RemoveGroup words={words} group={group} onDone={onDone} onStay={() => setRemoving(false)} />;
  return (
    <Form
      {...form}
      label={own.save}
      busyLabel={own.busy}
      beside={
        group !== null && (
          <button type="button" className="button button-bad" onClick={() => setRemoving(true)}>
            {own.remove}
          </button>
        )
      }
    >
      <Field
        label={own.name}
        name="name"
        autoComplete="off"
        defaultValue={group?.name ?? ""}
        required
        problem={form.problem}
      />
      <fieldset className="group-members">
        <legend>{own.members}</legend>
        {people.map(({ person: { id, name } }) => (
          <label key={id} className="sign-out-choice">
            <input
              type="checkbox"
              checked={members.has(id)}
              onChange={({ currentTarget }) => turn(id, currentTarget.checked)}
            />
            {name}
          </label>
        ))}
      </fieldset>
    </Form>
  );
}

interface RemoveProps {
  readonly words: PeoplePageWords;
  readonly group: Group;
  readonly onDone: () => void;
  readonly onStay: () => void;
}

/** Says what goes with a group before it is deleted: another one of its name has nothing of it. */
function RemoveGroup({ words: { groups: own }, group: { id, name }, onDone, onStay }: RemoveProps) {
  const { cancel } = useAccountWords();
  const api = useAccountsApi();
  const { say } = useToast();
  const form = useForm({
    async send() {
      await api.deleteGroup(id);
      say(own.removed(name));
      onDone();
    },
    explain: useExplain(),
  });
  return (
    <Form
      {...form}
      label={own.remove}
      busyLabel={own.removing}
      isBad
      beside={
        <button ref={focus} type="button" className="button button-line" onClick={onStay}>
          {cancel}
        </button>
      }
    >
      <p className="account-text">{own.removeText(name)}</p>
    </Form>
  );
}

/** What was pressed is gone: the focus is on what changes nothing. */
function focus(button: HTMLButtonElement | null): void {
  button?.focus();
}
