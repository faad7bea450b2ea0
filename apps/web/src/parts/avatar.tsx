import type { Person } from "@quire/protocol";
import { useState } from "react";
import { initials } from "../initials.ts";
import type { Activity } from "../people-store.ts";

interface AvatarProps {
  /** How lively they are is left out where it is not known. */
  readonly person: Person & { readonly activity?: Activity };
}

/**
 * A person's picture, or without one, and where it cannot be had, their initials in their hue; and how lively they are. What it
 * says to a screen reader stands around it.
 */
export function Avatar({ person: { id, name, hue, isGuest, picture, activity = "viewing" } }: AvatarProps) {
  const [lost, setLost] = useState<string>();
  return (
    <span className={`avatar hue-${hue} avatar-${activity}`} data-guest={isGuest} aria-hidden="true">
      {picture === undefined || picture === lost ? (
        initials(name)
      ) : (
        <img
          src={`/api/people/${encodeURIComponent(id)}/picture/${picture}`}
          alt=""
          onError={() => setLost(picture)}
        />
      )}
    </span>
  );
}
