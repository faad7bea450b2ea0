import { useState } from "react";
import { useApp } from "../app-context.ts";
import { useDelayed } from "../use-delayed.ts";
import type { DocumentActions } from "../use-document-actions.ts";
import { isOutOfReach, type ShownLibrary } from "../use-library.ts";
import { useLibraryWords } from "../use-library-words.ts";
import { DocumentRow } from "./document-row.tsx";

interface ListProps {
  readonly state: ShownLibrary;
  readonly now: number;
  readonly actions: DocumentActions;
  readonly onMore: () => void;
}

/** All documents, newest first, as far as they were read. */
export function DocumentList({ state, now, actions, onMore }: ListProps) {
  const { words } = useApp();
  const library = useLibraryWords();
  const [renaming, setRenaming] = useState<string | null>(null);
  const byId = new Map(state.documents.map((document) => [document.id, document]));
  const isSlow = useDelayed(state.isReadingMore);
  return (
    <section aria-labelledby="list-title">
      <h2 id="list-title">{library.all}</h2>
      <ul className="rows">
        {state.documents.map((document) => (
          <DocumentRow
            key={document.id}
            document={document}
            parent={document.parentId === null ? undefined : byId.get(document.parentId)}
            now={now}
            actions={actions}
            isOutOfReach={isOutOfReach(state, document.id)}
            isRenaming={renaming === document.id}
            onRenaming={(isRenaming) => setRenaming(isRenaming ? document.id : null)}
          />
        ))}
      </ul>
      {state.hasMore && (
        <button
          type="button"
          className="button button-line rows-more"
          aria-disabled={state.isReadingMore}
          onClick={onMore}
        >
          {isSlow ? words.common.loading : library.showMore}
        </button>
      )}
    </section>
  );
}
