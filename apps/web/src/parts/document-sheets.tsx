import type { DocumentSummary } from "@quire/protocol";
import { Plus } from "lucide-react";
import { Link } from "wouter";
import { useApp } from "../app-context.ts";
import { documentName } from "../document-name.ts";
import type { DocumentActions } from "../use-document-actions.ts";
import { isOutOfReach, type ShownLibrary } from "../use-library.ts";
import { useLibraryWords } from "../use-library-words.ts";
import { preload } from "../use-loaded.ts";
import type { LibraryWords } from "../words/en-library.ts";
import { PersonDots } from "./person-dots.tsx";

interface SheetsProps {
  readonly state: ShownLibrary;
  readonly now: number;
  readonly actions: DocumentActions;
  readonly mayCreate: boolean;
}

/** Sheets shown at the most, and to how many recent ones fill up where few are open. */
const maxSheets = 7;
const usualSheets = 3;

/** The documents that people are in, then the newest ones, as sheets of paper. */
export function DocumentSheets({ state, now, actions, mayCreate }: SheetsProps) {
  const { words, loadDocumentPage } = useApp();
  const library = useLibraryWords();
  const open = state.open.slice(0, maxSheets);
  const rest = state.documents.filter(({ people }) => people.length === 0);
  const sheets = [...open, ...rest.slice(0, Math.max(0, usualSheets - open.length))];
  const openOnes = sheets.length > open.length ? library.openAndRecent : library.openNow;
  return (
    <section aria-labelledby="sheets-title">
      <h2 id="sheets-title">{open.length > 0 ? openOnes : library.recent}</h2>
      <ul className="sheets">
        {sheets.map((document) => (
          <li key={document.id}>
            <Sheet
              document={document}
              now={now}
              isOutOfReach={isOutOfReach(state, document.id)}
              onReach={() => preload(loadDocumentPage)}
            />
          </li>
        ))}
        {mayCreate && (
          <li>
            <button type="button" className="sheet sheet-new" onClick={() => void actions.create()}>
              <Plus aria-hidden="true" /> {words.common.newDocument}
            </button>
          </li>
        )}
      </ul>
    </section>
  );
}

function Sheet(props: {
  readonly document: DocumentSummary;
  readonly now: number;
  readonly isOutOfReach: boolean;
  readonly onReach: () => void;
}) {
  const { words } = useApp();
  const library = useLibraryWords();
  const { id, title, excerpt, people, updatedAt } = props.document;
  const note = props.isOutOfReach
    ? library.notHere
    : library.edited(words.format.moment(updatedAt, props.now));
  const face = (
    <>
      <b className="sheet-title">{documentName(words, title)}</b>
      <span className={excerpt === "" ? "sheet-text sheet-empty" : "sheet-text"}>
        {excerpt || library.emptySheet}
      </span>
      <span className="sheet-foot">
        {people.length > 0 ? (
          <>
            <PersonDots people={people} />
            {peopleText(library, people)}
          </>
        ) : (
          note
        )}
      </span>
    </>
  );
  if (props.isOutOfReach) return <div className="sheet sheet-away">{face}</div>;
  return (
    <Link href={`/d/${id}`} className="sheet" onPointerEnter={props.onReach}>
      {face}
    </Link>
  );
}

function peopleText(library: LibraryWords, people: DocumentSummary["people"]): string {
  const [only] = people;
  return only !== undefined && people.length === 1
    ? library.oneHere(only.name, only.isGuest === true)
    : library.manyHere(people.length);
}
