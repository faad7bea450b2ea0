import { Popover } from "@base-ui/react/popover";
import type { Me } from "@quire/protocol";
import { useState } from "react";
import { useWords } from "../app-context.ts";
import type { PresentPerson } from "../people-store.ts";
import { Avatar } from "./avatar.tsx";
import { NameForm } from "./name-form.tsx";

interface PopoverProps {
  readonly people: readonly PresentPerson[];
  readonly myself: PresentPerson;
  readonly me: Me | null;
}

/** Everybody who is here, by name, and a field for my own. */
export function PeoplePopover({ people, myself, me }: PopoverProps) {
  const { document } = useWords();
  const [isOpen, setOpen] = useState(true);
  return (
    <Popover.Root open={isOpen} onOpenChange={setOpen}>
      <Popover.Trigger
        className="avatar-button"
        aria-label={document.changeName(myself.name)}
        title={document.you(myself.name)}
      >
        <Avatar person={myself} />
      </Popover.Trigger>
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
