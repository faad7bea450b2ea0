import { encodeMessage } from "@quire/protocol";
import { mergeUpdates } from "../materialise/materialise.ts";
import { Bundle } from "./bundle.ts";
import type { Relay } from "./intake.ts";
import type { Journal } from "./journal.ts";
import type { Member } from "./member.ts";
import type { Standing } from "./standing.ts";

/**
 * Tells each member what the others brought in a turn. All who brought nothing share one bundle. Who is behind is told
 * later, all at once: `position` is where in the journal it missed something first.
 */
export function relay(
  members: ReadonlyMap<Member, Standing>,
  relays: readonly Relay[],
  position: number,
): void {
  const all = bundleOf(relays);
  const only = soleAuthor(relays);
  const authors = only === undefined ? new Set(relays.map(({ from }) => from)) : undefined;
  for (const [member, standing] of members) {
    if (member === only) continue;
    if (member.isBehind || standing.missedFrom !== undefined) standing.missedFrom ??= position;
    else member.relay(authors?.has(member) ? othersOf(member, relays) : all);
  }
}

/** Who brought all of it, undefined where several did, or the server. */
function soleAuthor(relays: readonly Relay[]): Member | undefined {
  const author = relays[0]?.from;
  return relays.every(({ from }) => from === author) ? author : undefined;
}

function othersOf(member: Member, relays: readonly Relay[]): Bundle {
  return bundleOf(relays.filter(({ from }) => from !== member));
}

function bundleOf(relays: readonly Relay[]): Bundle {
  const messages = relays.map(({ message }) => message);
  if (relays.every(({ remover }) => remover === undefined)) return new Bundle(messages);
  const named = relays.flatMap(({ message, remover }) =>
    remover === undefined ? [message] : [encodeMessage({ type: "remover", clientId: remover }), message],
  );
  return new Bundle(messages, new Bundle(named));
}

/** All that came since the position, as one update. */
export function missed(journal: Journal, position: number): Uint8Array {
  const { snapshot, tail } = journal.held;
  const all = snapshot === undefined ? tail : [snapshot.state, ...tail];
  return encodeMessage({ type: "update", update: mergeUpdates(journal.since(position) ?? all) });
}
