import type { Person } from "@quire/protocol";

/** Dots shown at the most. */
const maxDots = 5;

/** A dot for each person, in their hue. Says nothing to a screen reader: the words beside it do. */
export function PersonDots({ people }: { readonly people: readonly Person[] }) {
  return (
    <span className="dots" aria-hidden="true">
      {people.slice(0, maxDots).map(({ id, hue }) => (
        <span key={id} className={`dot hue-${hue}`} />
      ))}
    </span>
  );
}
