import { Popover } from "@base-ui/react/popover";
import type { Presence } from "@quire/editor";
import type { Me } from "@quire/protocol";
import { type ReactNode, useState } from "react";
import { useWords } from "../app-context.ts";
import type { PresentPerson } from "../people-store.ts";
import { peopleHereWords } from "../words/en-people-here.ts";
import { Avatar } from "./avatar.tsx";
import { NameForm } from "./name-form.tsx";

interface PopoverProps {
  /** Of the button that opens it. */
  readonly title: string;
  readonly face: ReactNode;
  readonly people: readonly PresentPerson[];
  /** Left out where it is no place to say my name. */
  readonly me: Me | null;
  readonly presence: Presence | null;
}

/** Everybody who is here, by name, with what they do and the ways to them; and a field for my own name. */
export function PeoplePopover({ title, face, people, me, presence }: PopoverProps) {
  const { document } = useWords();
  const [isOpen, setOpen] = useState(true);
  const close = () => setOpen(false);
  const goTo = ({ id }: PresentPerson) => {
    close();
    presence?.goTo(id);
  };
  const follow = ({ id }: PresentPerson) => {
    close();
    presence?.follow(id);
  };
  return (
    <Popover.Root open={isOpen} onOpenChange={setOpen}>
      <Popover.Trigger className="avatar-button" title={title}>
        {face}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner className="floating" align="end" sideOffset={8}>
          <Popover.Popup className="popover people-list">
            <Popover.Title className="popover-title">{document.peopleHere(people.length)}</Popover.Title>
            {me?.canRename === true && <NameForm name={me.person.name} onDone={close} />}
            <ul>
              {people.map((person) => (
                <li key={person.id} className="person">
                  {person.isMe ? (
                    <span className="person-way">
                      <Avatar person={person} />
                      <span className="person-name">{peopleHereWords.you(person.name)}</span>
                      {person.isGuest === true && <small>{peopleHereWords.guest}</small>}
                    </span>
                  ) : (
                    <OtherRow person={person} onGoTo={goTo} onFollow={follow} />
                  )}
                </li>
              ))}
            </ul>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

interface RowProps {
  readonly person: PresentPerson;
  readonly onGoTo: (person: PresentPerson) => void;
  readonly onFollow: (person: PresentPerson) => void;
}

function OtherRow({ person, onGoTo, onFollow }: RowProps) {
  const { document } = useWords();
  return (
    <>
      <button
        type="button"
        className="person-way"
        title={peopleHereWords.goTo(person.name)}
        onClick={() => onGoTo(person)}
      >
        <Avatar person={person} />
        <span className="person-name">{person.name}</span>
        <small>
          {person.isGuest === true && `${peopleHereWords.guest} · `}
          {document[person.activity]}
        </small>
      </button>
      <button
        type="button"
        className="button button-quiet"
        aria-label={peopleHereWords.followPerson(person.name)}
        onClick={() => onFollow(person)}
      >
        {peopleHereWords.follow}
      </button>
    </>
  );
}
