import { initials } from "../initials.ts";
import type { PresentPerson } from "../people-store.ts";

/** A person's initials in their hue, and how lively they are. What it says to a screen reader stands around it. */
export function Avatar({ person }: { readonly person: PresentPerson }) {
  return (
    <span
      className={`avatar hue-${person.hue} avatar-${person.activity}`}
      data-guest={person.isGuest}
      aria-hidden="true"
    >
      {initials(person.name)}
    </span>
  );
}
