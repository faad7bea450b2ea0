import { Archive, FilePlus2, FileText, Moon, Sun, SunMoon, Trash2 } from "lucide-react";
import { useEffect, useSyncExternalStore } from "react";
import { useLocation } from "wouter";
import { useApp, useWords } from "./app-context.ts";
import { documentName } from "./document-name.ts";
import { libraryOf } from "./library-store.ts";
import { fold } from "./palette-search.ts";
import type { PaletteItem } from "./parts/palette.tsx";
import { chooseTheme, deviceStorage } from "./theme.ts";
import { useDocumentActions } from "./use-document-actions.ts";
import { useMe } from "./use-me.ts";
import { useTextsHere } from "./use-texts-here.ts";
import { useToast } from "./use-toast.ts";
import { themeWords } from "./words/en-theme.ts";
import type { ToolWords } from "./words/en-tools.ts";

/** What every page's palette has beside the page's own: a new document, what was not saved, what was deleted, and how pages look. */
export function useCommonItems({ palette: words, drawer }: ToolWords): readonly PaletteItem[] {
  const { common } = useWords();
  const { create } = useDocumentActions();
  const [, navigate] = useLocation();
  const themes = [
    ["system", themeWords.system, SunMoon],
    ["light", themeWords.light, Sun],
    ["dark", themeWords.dark, Moon],
  ] as const;
  const isGuest = useMe()?.person.isGuest === true;
  const creating = {
    id: "new-document",
    label: common.newDocument,
    section: words.page,
    icon: <FilePlus2 aria-hidden="true" />,
    run: () => void create(),
  };
  const toTrash = {
    id: "trash",
    label: words.trash,
    section: words.page,
    icon: <Trash2 aria-hidden="true" />,
    run: () => navigate("/trash"),
  };
  return [
    ...(isGuest ? [] : [creating]),
    {
      id: "unsaved-words",
      label: drawer.command,
      section: words.page,
      icon: <Archive aria-hidden="true" />,
      run: () => navigate("/unsaved"),
    },
    ...(isGuest ? [] : [toTrash]),
    ...themes.map(([theme, name, Icon]) => ({
      id: `theme-${theme}`,
      label: words.theme(name),
      section: words.page,
      icon: <Icon aria-hidden="true" />,
      run: () => chooseTheme(theme, document.documentElement, deviceStorage()),
    })),
  ];
}

/** For what the documents are listed. */
interface DocumentSearch {
  /** The palette is open. */
  readonly isOpen: boolean;
  /** Something was typed in it. */
  readonly isSearching: boolean;
  /** The document that the page shows. */
  readonly openId?: string;
}

/** As many documents as the palette shows before anybody has typed. */
const fewDocuments = 5;

/**
 * The documents by their titles and first words, and those on this device by all of their words while somebody searches; the
 * newest first, as far as the list was read; not the one that is open.
 */
export function useDocumentItems(
  words: ToolWords["palette"],
  { isOpen, isSearching, openId }: DocumentSearch,
): readonly PaletteItem[] {
  const app = useApp();
  const { words: allWords, loadDocumentPage } = app;
  const library = libraryOf(app);
  const { fail } = useToast();
  const [, navigate] = useLocation();
  const { documents } = useSyncExternalStore(library.subscribe, library.getSnapshot);
  const texts = useTextsHere(isSearching);
  useEffect(() => {
    // Where it cannot be read, what was read before is better than none.
    if (isOpen) void library.refresh();
  }, [library, isOpen]);
  return documents
    .filter(({ id }) => id !== openId)
    .map(({ id, title, excerpt }, index) => ({
      id: `document-${id}`,
      label: documentName(allWords, title),
      text: texts.get(id) ?? fold(excerpt),
      section: words.documents,
      icon: <FileText aria-hidden="true" />,
      isMore: index >= fewDocuments,
      run: () =>
        void loadDocumentPage().then(
          () => navigate(`/d/${id}`),
          () => fail(allWords.failure.notLoaded),
        ),
    }));
}
