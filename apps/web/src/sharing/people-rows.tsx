import type { GivenRole, GroupAccess, Person, PersonAccess } from "@quire/protocol";
import { everyone } from "@quire/protocol";
import { Globe, Users } from "lucide-react";
import { useRef, useState } from "react";
import { Avatar } from "../parts/avatar.tsx";
import { useKeptFocus } from "../use-kept-focus.ts";
import type { SharingWords } from "../words/en-sharing.ts";
import { InvitationRow } from "./invitation-row.tsx";
import { powers, sharedPowers } from "./powers.ts";
import { type RoleAction, RoleMenu } from "./role-menu.tsx";
import { type PartProps, Row } from "./row.tsx";
import { SureDialog } from "./sure-dialog.tsx";
import { useSharingWords } from "./use-sharing-words.ts";

/** The people and groups who have access, who is invited, where that comes from, and what stands against it. */
export function PeopleRows({ state, access, me, isOwner }: PartProps & { readonly isOwner: boolean }) {
  const { dialog, rows } = useSharingWords();
  const [heir, setHeir] = useState<Person | null>(null);
  const list = useRef<HTMLUListElement>(null);
  const kept = useKeptFocus(list);
  const { api } = state;
  return (
    <>
      <ul ref={list} tabIndex={-1} className="share-rows" aria-label={dialog.people} {...kept}>
        {inOrder(access.people).map((one) => (
          <PersonRow
            key={one.person.id}
            one={one}
            isMe={one.person.id === me.id}
            canChange={isOwner && one.person.id !== me.id}
            state={state}
            onHandOver={() => setHeir(one.person)}
          />
        ))}
        {access.groups.map((one) => (
          <GroupRow key={one.group.id} one={one} canChange={isOwner} state={state} />
        ))}
        {access.invitations.map((one) => (
          <InvitationRow key={one.id} one={one} state={state} />
        ))}
      </ul>
      {heir !== null && (
        <SureDialog
          title={rows.handOverTitle(heir.name)}
          text={rows.handOverText(heir.name)}
          action={rows.handOverNow}
          onClose={() => setHeir(null)}
          onSure={async () => {
            setHeir(null);
            await state.change(heir.id, () => api.transfer(heir.id), rows.handedOver(heir.name));
          }}
        />
      )}
    </>
  );
}

/** Who made the document, or one above it, and then the others by name: a row stays where it is when its role changes. */
function inOrder(people: readonly PersonAccess[]): readonly PersonAccess[] {
  return people.toSorted(
    (one, other) =>
      Number(one.isGiven) - Number(other.isGiven) || one.person.name.localeCompare(other.person.name),
  );
}

interface PersonRowProps {
  readonly one: PersonAccess;
  readonly isMe: boolean;
  readonly canChange: boolean;
  readonly state: PartProps["state"];
  readonly onHandOver: () => void;
}

function PersonRow({ one, isMe, canChange, state, onHandOver }: PersonRowProps) {
  const words = useSharingWords();
  const { person, role } = one;
  const { api } = state;
  const give = (given: GivenRole) =>
    void state.change(
      person.id,
      () => api.givePerson(person.id, given),
      words.adding.added(person.name, words.roles[given]),
    );
  const takeBack = () =>
    void state.change(person.id, () => api.takePerson(person.id), words.rows.removed(person.name));
  const actions = [
    ...takingActions(words, one, one.isGiven, { takeBack, except: () => give("none") }),
    ...(role === "none" ? [] : [{ label: words.rows.handOver, run: onHandOver }]),
  ];
  return (
    <Row
      face={<Avatar person={person} />}
      name={isMe ? words.rows.you(person.name) : person.name}
      note={personNote(words, one)}
      problem={state.problems.get(person.id)}
    >
      {canChange ? (
        <RoleMenu
          label={words.rows.roleOf(person.name)}
          role={role}
          roles={powers}
          names={words.roles}
          onChoose={give}
          actions={actions}
        />
      ) : (
        <span className="share-role">{words.roles[role]}</span>
      )}
    </Row>
  );
}

interface GroupRowProps {
  readonly one: GroupAccess;
  readonly canChange: boolean;
  readonly state: PartProps["state"];
}

function GroupRow({ one, canChange, state }: GroupRowProps) {
  const words = useSharingWords();
  const { group, role } = one;
  const { api } = state;
  const isEveryone = group.id === everyone;
  const name = isEveryone ? words.rows.everyone : group.name;
  const give = (given: GivenRole) =>
    void state.change(
      group.id,
      () => api.giveGroup(group.id, given),
      words.adding.added(name, words.roles[given]),
    );
  const takeBack = () => void state.change(group.id, () => api.takeGroup(group.id), words.rows.removed(name));
  const notes = [words.rows.size(group.size), originNote(words, one)].filter((note) => note !== "");
  const Icon = isEveryone ? Globe : Users;
  return (
    <Row
      face={
        <span className="share-face" aria-hidden="true">
          <Icon />
        </span>
      }
      name={name}
      note={notes.join(" · ")}
      problem={state.problems.get(group.id)}
    >
      {canChange ? (
        <RoleMenu
          label={words.rows.roleOf(name)}
          role={role}
          roles={sharedPowers}
          names={words.roles}
          onChoose={give}
          actions={takingActions(words, one, true, { takeBack })}
        />
      ) : (
        <span className="share-role">{words.roles[role]}</span>
      )}
    </Row>
  );
}

function personNote(words: SharingWords, one: PersonAccess): string {
  if (one.isGiven) return originNote(words, one);
  return one.from === null ? words.rows.made : words.rows.madeAbove(one.from.title);
}

/** Where a right comes from, if not from here; or what it stands in place of. */
function originNote({ rows, roles }: SharingWords, { from, instead }: PersonAccess | GroupAccess): string {
  if (from !== null) return rows.from(from.title);
  if (instead === undefined || instead.from === null) return "";
  return rows.exception(roles[instead.role], instead.from.title);
}

interface Taking {
  readonly takeBack: () => void;
  /** Nothing here, whatever they have from above; a group has no such exception. */
  readonly except?: () => void;
}

/** What is given here can be taken back; what comes from elsewhere can only be set aside here. */
function takingActions(
  { rows }: SharingWords,
  { from, instead }: PersonAccess | GroupAccess,
  isGiven: boolean,
  { takeBack, except }: Taking,
): readonly RoleAction[] {
  if (isGiven && from === null)
    return [
      {
        label: instead === undefined ? rows.remove : rows.takeBack,
        isBad: instead === undefined,
        run: takeBack,
      },
    ];
  if (except === undefined || from === null) return [];
  return [{ label: rows.except, isBad: true, run: except }];
}
