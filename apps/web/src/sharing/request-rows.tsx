import type { AccessRequest, LinkRole } from "@quire/protocol";
import { useState } from "react";
import { Avatar } from "../parts/avatar.tsx";
import { sharedPowers } from "./powers.ts";
import { RoleMenu } from "./role-menu.tsx";
import { type PartProps, Row } from "./row.tsx";
import { useSharingWords } from "./use-sharing-words.ts";

/** Who asks to be let in, each with an answer to give. */
export function RequestRows({ state, access }: PartProps) {
  const { dialog } = useSharingWords();
  if (access.requests.length === 0) return null;
  return (
    <section className="share-part share-requests">
      <h3>{dialog.requests}</h3>
      <ul className="share-rows">
        {access.requests.map((request) => (
          <RequestRow key={request.person.id} request={request} state={state} />
        ))}
      </ul>
    </section>
  );
}

interface RowProps {
  readonly request: AccessRequest;
  readonly state: PartProps["state"];
}

function RequestRow({ request: { person, role: wanted }, state }: RowProps) {
  const words = useSharingWords();
  const { dialog, roles } = words;
  // What does nothing yet is not given.
  const [role, setRole] = useState<LinkRole>(wanted === "edit" ? "edit" : "view");
  const { api } = state;
  const key = `request ${person.id}`;
  return (
    <Row
      face={<Avatar person={person} />}
      name={person.name}
      note={dialog.asksFor[wanted]}
      problem={state.problems.get(key)}
    >
      <RoleMenu
        label={words.rows.roleOf(person.name)}
        role={role}
        roles={sharedPowers}
        names={roles}
        onChoose={setRole}
      />
      <div className="share-answers">
        <button
          type="button"
          className="button button-line"
          aria-label={dialog.letInPerson(person.name)}
          onClick={() =>
            void state.change(
              key,
              () => api.givePerson(person.id, role),
              words.adding.added(person.name, roles[role]),
            )
          }
        >
          {dialog.letIn}
        </button>
        <button
          type="button"
          className="button button-quiet"
          aria-label={dialog.declinePerson(person.name)}
          onClick={() => void state.change(key, () => api.decline(person.id), dialog.declined(person.name))}
        >
          {dialog.decline}
        </button>
      </div>
    </Row>
  );
}
