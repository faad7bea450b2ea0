import type { GivenRole, Role } from "@quire/protocol";
import { type FormEvent, useState } from "react";
import { type Candidate, isAddress, named, useCandidates } from "./candidates.ts";
import { CopyButton } from "./copy-button.tsx";
import { NameField } from "./name-field.tsx";
import { powers } from "./powers.ts";
import { RoleMenu } from "./role-menu.tsx";
import { type PartProps, Problem } from "./row.tsx";
import { useSharingWords } from "./use-sharing-words.ts";

/** The form's own problems stand among those of the rows. */
const formKey = "add";
const problemId = "share-add-problem";

/** An invitation that no mail could take to its reader. */
interface LinkToGive {
  readonly email: string;
  /** Null where it is an owner of the server who gives it. */
  readonly url: string | null;
}

/** Shares with somebody of this server by name, or with anybody by e-mail address. */
export function AddPeople({ state, me }: PartProps) {
  const words = useSharingWords();
  const { adding, roles } = words;
  const candidates = useCandidates(me.id);
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState<Candidate | null>(null);
  const [role, setRole] = useState<Role>("edit");
  const [own, setOwn] = useState<string>();
  const [link, setLink] = useState<LinkToGive | null>(null);
  const problem = own ?? state.problems.get(formKey);
  const { api } = state;

  function typed(newText: string) {
    setText(newText);
    setChosen(null);
    setOwn(undefined);
  }

  async function give(candidate: Candidate) {
    const done = adding.added(candidate.label, roles[role]);
    const ask =
      candidate.kind === "person"
        ? () => api.givePerson(candidate.id, role)
        : () => api.giveGroup(candidate.id, role);
    if (await state.change(formKey, ask, done)) typed("");
  }

  async function invite(email: string) {
    let left: LinkToGive | null = null;
    const ask = async () => {
      const answer = await api.invite({ email, role });
      if (answer.url !== null || answer.isLeftToOwner) left = { email, url: answer.url };
      return answer.access;
    };
    if (!(await state.change(formKey, ask, adding.invited(email)))) return;
    setLink(left);
    typed("");
  }

  async function submit(event: FormEvent) {
    event.preventDefault();
    setLink(null);
    const candidate = chosen ?? named(candidates, text);
    if (candidate !== undefined && candidate !== null) await give(candidate);
    else if (isAddress(text)) await invite(text.trim());
    else setOwn(text.trim() === "" ? adding.nameOrMail : adding.nobody);
  }

  return (
    <form className="share-add" onSubmit={(event) => void submit(event)}>
      <div className="share-add-row">
        <NameField
          candidates={candidates}
          text={text}
          problemId={problem === undefined ? undefined : problemId}
          onText={typed}
          onChoose={(candidate) => {
            setText(candidate.label);
            setChosen(candidate);
            setOwn(undefined);
          }}
        />
        <RoleMenu
          label={adding.role}
          role={role}
          roles={powers}
          names={roles satisfies Record<GivenRole, string>}
          onChoose={setRole}
        />
        <button type="submit" className="button button-primary">
          {adding.invite}
        </button>
      </div>
      <Problem id={problemId} text={problem} />
      {link !== null && (
        <div className="share-given" role="status">
          <p>{link.url === null ? adding.leftToOwner(link.email) : adding.linkFor(link.email)}</p>
          {link.url !== null && (
            <>
              <input className="field" readOnly value={link.url} aria-label={adding.invitationLink} />
              <CopyButton text={link.url} face={adding.copyInvitation} />
            </>
          )}
        </div>
      )}
    </form>
  );
}
