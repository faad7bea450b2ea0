import type { Me } from "@quire/protocol";
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
}

/** An avatar for each person who is here. Mine opens a list of all of them, and a field for my own name. */
export function PeopleHere({ people, me }: PeopleProps) {
  const { document, format } = useWords();
  const rest = people.slice(maxAvatars);
  return (
    <ul className="people" aria-label={document.people}>
      {people.slice(0, maxAvatars).map((person) => (
        <li key={person.id} data-person={person.id} data-away={person.isAway}>
          {person.isMe ? (
            <DeferredPopup
              load={loadPopover}
              className="avatar-button"
              label={document.changeName(person.name)}
              title={document.you(person.name)}
              hasPopup="dialog"
              face={<Avatar person={person} />}
            >
              {({ PeoplePopover }) => <PeoplePopover people={people} myself={person} me={me} />}
            </DeferredPopup>
          ) : (
            <OtherPerson person={person} />
          )}
        </li>
      ))}
      {rest.length > 0 && (
        <li className="avatar avatar-rest" title={format.list(rest.map(({ name }) => name))}>
          <span aria-hidden="true">+{format.number(rest.length)}</span>
          <span className="visually-hidden">{document.morePeople(rest.length)}</span>
        </li>
      )}
    </ul>
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
