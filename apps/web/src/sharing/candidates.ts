import { everyone, type Person } from "@quire/protocol";
import { useEffect, useMemo, useState } from "react";
import { useApp } from "../app-context.ts";
import { fold, type Named, search } from "../palette-search.ts";
import { listColleagues, listGroups } from "./access-api.ts";
import { useSharingWords } from "./use-sharing-words.ts";

/** Somebody, or a group, that a document can be shared with. */
export type Candidate = Named & { readonly id: string; readonly note: string } & (
    | { readonly kind: "person"; readonly person: Person }
    | { readonly kind: "group" }
  );

/** Names shown below the field. */
const mostShown = 6;

/** Whom a document can be shared with: everybody, each group, each person but me. Where they cannot be read, addresses still can be typed. */
export function useCandidates(myId: string): readonly Candidate[] {
  const { api } = useApp();
  const { adding } = useSharingWords();
  const [people, setPeople] = useState<readonly Candidate[]>([]);
  const [groups, setGroups] = useState<readonly Candidate[]>([]);
  useEffect(() => {
    listColleagues(api).then(
      (list) => setPeople(list.people.flatMap((one) => (one.isDisabled === true ? [] : [personOf(one)]))),
      () => undefined,
    );
    listGroups(api).then(
      (list) =>
        setGroups(
          list.groups.map(({ id, name, members }) => ({
            kind: "group",
            id,
            label: name,
            note: adding.members(members.length),
          })),
        ),
      () => undefined,
    );
  }, [api, adding]);
  return useMemo(
    () => [
      { kind: "group", id: everyone, label: adding.everyone, note: adding.everyoneText },
      ...groups.filter(({ id }) => id !== everyone),
      ...people.filter(({ id }) => id !== myId),
    ],
    [people, groups, myId, adding],
  );
}

function personOf({ person, email = "" }: { readonly person: Person; readonly email?: string }): Candidate {
  return { kind: "person", id: person.id, person, label: person.name, note: email, text: fold(email) };
}

/** Those that the typed text may mean, best first. */
export function matching(candidates: readonly Candidate[], typed: string): readonly Candidate[] {
  return typed.trim() === "" ? [] : search(candidates, typed).slice(0, mostShown);
}

/** The one whose name or address this is, in any case; undefined where that is nobody's, or two people's. */
export function named(candidates: readonly Candidate[], typed: string): Candidate | undefined {
  const wanted = fold(typed.trim());
  const found = candidates.filter(({ label, note }) => fold(label) === wanted || fold(note) === wanted);
  return found.length === 1 ? found[0] : undefined;
}

/** Whether mail could go there, in form. */
export function isAddress(text: string): boolean {
  return /^[^\s@]+@[^\s@]+$/.test(text.trim());
}
