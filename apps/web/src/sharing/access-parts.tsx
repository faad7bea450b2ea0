import type { Person } from "@quire/protocol";
import { useApp } from "../app-context.ts";
import { useDelayed } from "../use-delayed.ts";
import { AddPeople } from "./add-people.tsx";
import { Inherits } from "./inherits.tsx";
import { LinkList } from "./link-list.tsx";
import { PeopleRows } from "./people-rows.tsx";
import { RequestRows } from "./request-rows.tsx";
import { useDocumentAccess } from "./use-document-access.ts";
import { useSharingWords } from "./use-sharing-words.ts";

/** Who has access, and for who owns the document, all that changes it. */
export function AccessParts({ id, me }: { readonly id: string; readonly me: Person }) {
  const { words } = useApp();
  const { dialog } = useSharingWords();
  const state = useDocumentAccess(id);
  const { access, failure } = state;
  const isSlow = useDelayed(access === null && failure === null);
  const problem = failure !== null && (
    <div className="share-failure" role="alert">
      <p>
        {access === null ? dialog.failed : dialog.mayBeOld} {failure}
      </p>
      <button type="button" className="button button-line" onClick={state.read}>
        {words.common.tryAgain}
      </button>
    </div>
  );
  if (access === null) return problem || (isSlow ? <p className="progress">{words.common.loading}</p> : null);
  const isOwner = access.role === "own";
  const part = { state, access, me };
  return (
    <>
      {problem}
      {isOwner && <RequestRows {...part} />}
      {isOwner && <AddPeople {...part} />}
      <PeopleRows {...part} isOwner={isOwner} />
      {isOwner ? (
        <>
          <Inherits {...part} />
          <LinkList {...part} />
        </>
      ) : (
        <p className="share-text">{dialog.notOwner}</p>
      )}
      <p role="status" className="visually-hidden">
        {state.news}
      </p>
    </>
  );
}
