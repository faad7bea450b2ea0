import type { Presence } from "@quire/editor";
import type { Me } from "@quire/protocol";
import type { ReactNode } from "react";
import { useWords } from "../app-context.ts";
import type { PresentPerson } from "../people-store.ts";
import { Avatar } from "./avatar.tsx";
import { DeferredPopup } from "./deferred-popup.tsx";

/** Avatars shown before the rest are counted. */
const maxAvatars = 5;

const loadPopover = () => import("./people-popover.tsx");

interface PeopleProps {
  readonly people: readonly PresentPerson[];
  readonly me: Me | null;
  /** The ways to them; null until its code is here. */
  readonly presence: Presence | null;
}

/**
 * An avatar for each person who is here. Mine opens a list of all of them, and a field for my own name; another's leads
 * to where they are.
 */
export function PeopleHere({ people, me, presence }: PeopleProps) {
  const { document, format } = useWords();
  const rest = people.length - maxAvatars;
  // Its title names the button: a label in place of the initials, which are seen, would have to have them in it.
  const list = (title: string, face: ReactNode, withName: Me | null) => (
    <DeferredPopup load={loadPopover} className="avatar-button" title={title} hasPopup="dialog" face={face}>
      {({ PeoplePopover }) => <PeoplePopover {...{ title, face, people, me: withName, presence }} />}
    </DeferredPopup>
  );
  return (
    <ul className="people" aria-label={document.people}>
      {people.slice(0, maxAvatars).map((person) => (
        <li key={person.id} data-person={person.id} data-activity={person.activity}>
          {person.isMe ? (
            list(document.changeName(person.name), <Avatar person={person} />, me)
          ) : (
            <OtherPerson person={person} onGoTo={() => presence?.goTo(person.id)} />
          )}
        </li>
      ))}
      {rest > 0 && (
        <li>
          {list(
            document.morePeople(rest),
            <span className="avatar avatar-rest" aria-hidden="true">
              +{format.number(rest)}
            </span>,
            null,
          )}
        </li>
      )}
    </ul>
  );
}

interface OtherProps {
  readonly person: PresentPerson;
  readonly onGoTo: () => void;
}

function OtherPerson({ person, onGoTo }: OtherProps) {
  const { document } = useWords();
  const text = document.inState(person.name, person.isGuest, document[person.activity]);
  return (
    <button type="button" className="avatar-button" title={text} onClick={onGoTo}>
      <Avatar person={person} />
      <span className="visually-hidden">{text}</span>
    </button>
  );
}
