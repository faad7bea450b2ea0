import type { AccessInvitation } from "@quire/protocol";
import { Mail } from "lucide-react";
import { powers } from "./powers.ts";
import { RoleMenu } from "./role-menu.tsx";
import { type PartProps, Row } from "./row.tsx";
import { useSharingWords } from "./use-sharing-words.ts";

interface RowProps {
  readonly one: AccessInvitation;
  readonly state: PartProps["state"];
}

/** Somebody who is invited by an address and has not come yet: whoever mistyped it sees it here, and takes it back. */
export function InvitationRow({ one: { id, email, role }, state }: RowProps) {
  const words = useSharingWords();
  const { rows, roles } = words;
  const { api } = state;
  return (
    <Row
      face={
        <span className="share-face" aria-hidden="true">
          <Mail />
        </span>
      }
      name={email}
      note={rows.invited}
      problem={state.problems.get(id)}
    >
      <RoleMenu
        label={rows.roleOf(email)}
        role={role}
        roles={powers}
        names={roles}
        onChoose={(given) =>
          void state.change(
            id,
            () => api.changeInvitation(id, given),
            words.adding.added(email, roles[given]),
          )
        }
        actions={[
          {
            label: rows.takeBackInvitation,
            isBad: true,
            run: () => void state.change(id, () => api.takeInvitation(id), rows.invitationOver(email)),
          },
        ]}
      />
    </Row>
  );
}
