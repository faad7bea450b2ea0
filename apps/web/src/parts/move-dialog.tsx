import "../style/palette.css";
import { FileText, House } from "lucide-react";
import { type RefObject, useSyncExternalStore } from "react";
import { useApp } from "../app-context.ts";
import { documentName } from "../document-name.ts";
import { libraryOf } from "../library-store.ts";
import { placesFor } from "../places-for.ts";
import type { NamedDocument } from "../use-document-actions.ts";
import { useMoveDocument } from "../use-move-document.ts";
import { Palette, type PaletteItem } from "./palette.tsx";

interface DialogProps {
  readonly document: NamedDocument;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** What has the focus again afterwards. */
  readonly returnTo: RefObject<HTMLElement | null>;
}

/** As many documents as are shown before anybody has typed. */
const fewPlaces = 20;

/** Where a document can be moved: the top level, and the documents by their names, as far as the list was read. */
export function MoveDialog({ document, isOpen, onClose, returnTo }: DialogProps) {
  const app = useApp();
  const library = libraryOf(app);
  const { words, move } = useMoveDocument();
  const { documents } = useSyncExternalStore(library.subscribe, library.getSnapshot);
  const name = documentName(app.words, document.title);

  function items(): readonly PaletteItem[] {
    const section = words.to(name);
    const above = documents.find(({ id }) => id === document.id)?.parentId ?? null;
    const from =
      above === null ? null : (documents.find(({ id }) => id === above) ?? { id: above, title: "" });
    const places = placesFor(documents, document.id).map((to, index) => ({
      id: to.id,
      label: documentName(app.words, to.title),
      section,
      icon: <FileText aria-hidden="true" />,
      isMore: index >= fewPlaces,
      run: () => void move({ document, from, to }),
    }));
    if (from === null) return places;
    const run = () => void move({ document, from, to: null });
    return [
      { id: "top", label: words.topLevel, section, icon: <House aria-hidden="true" />, run },
      ...places,
    ];
  }

  return (
    <Palette
      words={{ ...words, title: words.title(name) }}
      items={isOpen ? items() : []}
      isOpen={isOpen}
      onClose={onClose}
      onSearching={searching}
      returnTo={returnTo}
    />
  );
}

/** All that it looks through is here already. */
function searching(): void {}
