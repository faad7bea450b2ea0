import { isCopy } from "@quire/client";
import "../style/drawer.css";
import { ArrowLeft } from "lucide-react";
import { useEffect, useId, useRef } from "react";
import { Link } from "wouter";
import { useApp, useWords } from "../app-context.ts";
import { useDrawer } from "../drawer/use-drawer.ts";
import { keptFiles, keptNames, useKept } from "../drawer/use-kept.ts";
import { DrawerEntryCard } from "../parts/drawer-entry.tsx";
import { PageProgress } from "../parts/page-progress.tsx";
import { RefusedFiles } from "../parts/refused-files.tsx";
import { RefusedNames } from "../parts/refused-names.tsx";
import { ThemeButton } from "../parts/theme-button.tsx";
import { useFocusOnArrival } from "../use-arrival.ts";
import { useLoaded } from "../use-loaded.ts";
import { useNow } from "../use-now.ts";
import { useToast } from "../use-toast.ts";
import type { ToolWords } from "../words/en-tools.ts";

/** What servers would not take, kept on this device: a document each, the newest first. */
export function DrawerPage() {
  const { words } = useApp();
  const { fail } = useToast();
  const toolWords = useLoaded(words.loadTools, true, () => fail(words.failure.notLoaded));
  return toolWords === null ? <PageProgress /> : <OpenDrawer words={toolWords} />;
}

function OpenDrawer({ words }: { readonly words: ToolWords }) {
  const { common } = useWords();
  const { entries, actions } = useDrawer(words.drawer);
  const files = useKept(keptFiles);
  const names = useKept(keptNames);
  const copies = entries?.filter(isCopy) ?? [];
  const unsent = entries?.filter((entry) => !isCopy(entry)) ?? [];
  const [pageTitle, copiesTitle] = [useId(), useId()];
  const now = useNow(30_000);
  const heading = useFocusOnArrival<HTMLHeadingElement>();
  const count = (entries?.length ?? 0) + (files.items?.length ?? 0) + (names.items?.length ?? 0);
  const counted = useRef(count);
  // Nobody is told of unsaved words where all of it was saved.
  const isCopies = copies.length > 0 && copies.length === count;
  const title = isCopies ? words.drawer.copies : words.drawer.title;

  useEffect(() => {
    document.title = `${title} · ${common.product}`;
  }, [title, common]);
  useEffect(() => {
    // The button that removed an entry went with it.
    if (count < counted.current) heading.current?.focus();
    counted.current = count;
  }, [count, heading]);

  return (
    <main className="drawer">
      <header className="drawer-top">
        <Link href="/" className="icon-button" aria-label={common.backToLibrary}>
          <ArrowLeft aria-hidden="true" />
        </Link>
        <h1 id={pageTitle} ref={heading} tabIndex={-1}>
          {title}
        </h1>
        <ThemeButton />
      </header>
      {entries !== null && files.items !== null && names.items !== null && (
        <p className="drawer-text" role="status">
          {count === 0 ? words.drawer.empty : unsent.length > 0 && words.drawer.text}
        </p>
      )}
      {unsent.map((entry) => (
        <DrawerEntryCard key={entry.id} {...{ entry, words, now, actions }} />
      ))}
      {copies.length > 0 && (
        <section aria-labelledby={isCopies ? pageTitle : copiesTitle}>
          {!isCopies && <h2 id={copiesTitle}>{words.drawer.copies}</h2>}
          <p className="drawer-text">{words.drawer.copiesText}</p>
          {copies.map((entry) => (
            <DrawerEntryCard key={entry.id} {...{ entry, words, now, actions }} isBelow={!isCopies} />
          ))}
        </section>
      )}
      {names.items !== null && names.items.length > 0 && (
        <RefusedNames
          names={names.items}
          words={words.drawer}
          now={now}
          onRemove={names.remove}
          onPutBack={names.putBack}
        />
      )}
      {files.items !== null && files.items.length > 0 && (
        <RefusedFiles files={files.items} now={now} onRemove={files.remove} onPutBack={files.putBack} />
      )}
    </main>
  );
}
