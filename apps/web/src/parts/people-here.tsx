import { Popover } from "@base-ui/react/popover";
import type { Me } from "@quire/protocol";
import { useState } from "react";
import { useWords } from "../app-context.ts";
import type { PresentPerson } from "../people-store.ts";
import { Avatar } from "./avatar.tsx";
import { NameForm } from "./name-form.tsx";

/** Avatars shown before the rest are counted. */
const maxAvatars = 5;

interface PeopleProps {
  readonly people: readonly PresentPerson[];
  readonly me: Me | null;
}

/** An avatar for each person who is here. Mine opens a list of all of them, and a field for my own name. */
export function PeopleHere({ people, me }: PeopleProps) {
  const { document } = useWords();
  const [isOpen, setOpen] = useState(false);
  const shown = people.slice(0, maxAvatars);
  const rest = people.length - shown.length;
  return (
    <Popover.Root open={isOpen} onOpenChange={setOpen}>
      <ul className="people" aria-label={document.people}>
        {shown.map((person) => (
          <li key={person.id} data-person={person.id} data-away={person.isAway}>
            {person.isMe ? (
              <Popover.Trigger
                className="avatar-button"
                aria-label={document.changeName(person.name)}
                title={document.you(person.name)}
              >
                <Avatar person={person} />
              </Popover.Trigger>
            ) : (
              <OtherPerson person={person} />
            )}
          </li>
        ))}
        {rest > 0 && (
          <li>
            <button
              type="button"
              className="avatar-button avatar-rest"
              aria-label={document.morePeople(rest)}
              onClick={() => setOpen(true)}
            >
              +{rest}
            </button>
          </li>
        )}
      </ul>
      <Popover.Portal>
        <Popover.Positioner className="floating" align="end" sideOffset={8}>
          <Popover.Popup className="popover people-list">
            <Popover.Title className="popover-title">{document.peopleHere(people.length)}</Popover.Title>
            {me?.canRename === true && <NameForm name={me.person.name} onDone={() => setOpen(false)} />}
            <ul>
              {people.map((person) => (
                <li key={person.id} className="person">
                  <Avatar person={person} />
                  <span className="person-name">{person.isMe ? document.you(person.name) : person.name}</span>
                  {person.isAway && <small>{document.awayShort}</small>}
                </li>
              ))}
            </ul>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

function OtherPerson({ person }: { readonly person: PresentPerson }) {
  const { document } = useWords();
  const text = person.isAway ? document.away(person.name) : person.name;
  return (
    <span title={text}>
      <Avatar person={person} />
      <span className="visually-hidden">{text}</span>
    </span>
  );
}
