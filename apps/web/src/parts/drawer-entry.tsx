import { type DrawerEntry, isCopy } from "@quire/client";
import { CloseCode, followerIn } from "@quire/protocol";
import { useId, useMemo, useState } from "react";
import { Link } from "wouter";
import { useWords } from "../app-context.ts";
import { documentName } from "../document-name.ts";
import { hasMoreHere } from "../drawer/comparison.ts";
import { type EntryWords, readEntry } from "../drawer/entry-words.ts";
import { type Comparison, useComparison } from "../drawer/use-comparison.ts";
import type { DrawerActions } from "../drawer/use-drawer.ts";
import { refusalText } from "../refusal-words.ts";
import { useMe } from "../use-me.ts";
import type { ToolWords } from "../words/en-tools.ts";
import { WordDifference } from "./word-difference.tsx";

interface EntryProps {
  readonly entry: DrawerEntry;
  readonly words: ToolWords;
  readonly now: number;
  readonly actions: DrawerActions;
  /** It stands in a part of the page that has a heading of its own. */
  readonly isBelow?: boolean;
}

/** What one document's server would not take: why, the words, how they differ from what is there, and what to do with them. */
export function DrawerEntryCard({ entry, words, now, actions, isBelow }: EntryProps) {
  const allWords = useWords();
  const read = useMemo(() => readEntry(entry), [entry]);
  const comparison = useComparison(entry, read);
  const title = useId();
  const { code, reason, refusedAt } = entry;
  const Heading = isBelow ? "h3" : "h2";
  return (
    <article className="kept" aria-labelledby={title} data-document={entry.documentId}>
      <Heading id={title}>{documentName(allWords, read.title)}</Heading>
      <p className="kept-why">
        {refusalText(words, code, reason, code === CloseCode.notFound).title}
        {" · "}
        <time dateTime={new Date(refusedAt).toISOString()} title={allWords.format.fullTime(refusedAt)}>
          {allWords.format.moment(refusedAt, now)}
        </time>
      </p>
      <Standing entry={entry} words={words} />
      <KeptText words={words} read={read} comparison={comparison} labelledBy={title} />
      <EntryActions entry={entry} read={read} words={words} actions={actions} />
    </article>
  );
}

/** Where else the words are. */
function Standing({ entry, words }: Pick<EntryProps, "entry" | "words">) {
  return (
    <>
      {entry.arrivedAt !== undefined && <p className="kept-safe">{words.drawer.arrived}</p>}
      {entry.rescuedAs !== undefined && (
        <p className="kept-safe">
          {words.drawer.inNewDocument}{" "}
          <Link href={`/d/${entry.rescuedAs}`} className="kept-link">
            {words.drawer.openNew}
          </Link>
        </p>
      )}
    </>
  );
}

interface TextProps {
  readonly words: ToolWords;
  readonly read: EntryWords;
  readonly comparison: Comparison;
  readonly labelledBy: string;
}

function KeptText({ words, read, comparison, labelledBy }: TextProps) {
  const [chosen, setChosen] = useState<"difference" | "words">("difference");
  const isCompared = comparison.state === "compared";
  const shown = isCompared ? chosen : "words";
  const views = [
    [
      "difference",
      isCompared && comparison.with === "before" ? words.drawer.againstBefore : words.drawer.againstNow,
    ],
    ["words", words.drawer.allWords],
  ] as const;
  return (
    <>
      {isCompared && (
        <fieldset className="kept-views">
          <legend className="visually-hidden">{words.drawer.view}</legend>
          {views.map(([view, label]) => (
            <button
              key={view}
              type="button"
              className="button button-quiet"
              aria-pressed={shown === view}
              onClick={() => setChosen(view)}
            >
              {label}
            </button>
          ))}
        </fieldset>
      )}
      {isCompared && shown === "difference" && !hasMoreHere(comparison.lines) && (
        <p className="kept-safe">
          {comparison.with === "now" ? words.drawer.nothingMore : words.drawer.nothingMoreBefore}
        </p>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keys */}
      <section className="kept-text" aria-labelledby={labelledBy} tabIndex={0}>
        {isCompared && shown === "difference" ? (
          <WordDifference words={words.drawer} lines={comparison.lines} />
        ) : (
          read.text.split("\n").map((line, index) => (
            <p key={index} dir="auto">
              {line}
            </p>
          ))
        )}
      </section>
    </>
  );
}

interface ActionsProps extends Pick<EntryProps, "entry" | "words" | "actions"> {
  readonly read: EntryWords;
}

function EntryActions({ entry, read, words, actions }: ActionsProps) {
  return (
    <div className="kept-actions">
      <Rescue {...{ entry, read, words, actions }} />
      <button type="button" className="button button-line" onClick={() => void actions.copy(read)}>
        {words.refusal.copyText}
      </button>
      <button type="button" className="button button-line" onClick={() => void actions.download(entry, read)}>
        {words.drawer.download}
      </button>
      <WayToDocument {...{ entry, words, actions }} />
      <button
        type="button"
        className="button button-quiet kept-remove"
        onClick={() => void actions.remove(entry, read)}
      >
        {words.drawer.remove}
      </button>
    </div>
  );
}

/** What brings the words to the server, where they are not there yet: the first of these is the next thing to do. */
function Rescue({ entry, read, words, actions }: ActionsProps) {
  const [isBusy, setBusy] = useState(false);
  // A guest has no place for others.
  const mayCreate = useMe()?.person.isGuest !== true;
  if (!mayCreate || entry.arrivedAt !== undefined || entry.rescuedAs !== undefined) return null;
  const ways = [
    ...(isCopy(entry) && followerIn(entry.reason) === undefined
      ? [[words.drawer.putBack, () => actions.putBack(entry)] as const]
      : []),
    [words.drawer.makeDocument, () => actions.makeDocument(entry, read)] as const,
  ];

  async function take(way: () => Promise<void>) {
    if (isBusy) return;
    setBusy(true);
    await way();
    setBusy(false);
  }

  return ways.map(([label, way], index) => (
    <button
      key={label}
      type="button"
      className={index === 0 ? "button button-primary" : "button button-line"}
      aria-disabled={isBusy}
      onClick={() => void take(way)}
    >
      {label}
    </button>
  ));
}

function WayToDocument({ entry, words, actions }: Pick<ActionsProps, "entry" | "words" | "actions">) {
  const { remedy } = refusalText(words, entry.code, entry.reason);
  if (remedy.type === "open")
    return (
      <Link href={`/d/${remedy.id}`} className="button button-line">
        {words.refusal.openReplacement}
      </Link>
    );
  if (entry.arrivedAt !== undefined || isCopy(entry))
    return (
      <Link href={`/d/${entry.documentId}`} className="button button-line">
        {words.drawer.openDocument}
      </Link>
    );
  return (
    <button type="button" className="button button-line" onClick={() => void actions.retry(entry)}>
      {words.drawer.retry}
    </button>
  );
}
