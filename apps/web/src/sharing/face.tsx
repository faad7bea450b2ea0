import type { Person } from "@quire/protocol";
import { Avatar } from "../parts/avatar.tsx";

/** A person's avatar where it is not said how lively they are. */
export function Face({ person }: { readonly person: Person }) {
  return <Avatar person={{ ...person, isMe: false, activity: "viewing" }} />;
}
