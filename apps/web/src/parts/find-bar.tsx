import type { Editor, Find, FindProblem, FindQuery, FindSnapshot } from "@quire/editor";
import {
  CaseSensitive,
  ChevronDown,
  ChevronUp,
  type LucideIcon,
  Regex,
  Replace,
  WholeWord,
  X,
} from "lucide-react";
import { type KeyboardEvent, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { isMacPlatform } from "../mac-platform.ts";
import { isPressed } from "../page-keys.ts";
import type { ToolWords } from "../words/en-tools.ts";
import type { ToolCall } from "./late-tools.tsx";

interface FindBarProps {
  readonly editor: Editor;
  readonly find: Find;
  readonly words: ToolWords["find"];
  /** What opened it, or wants it again. */
  readonly call: ToolCall;
  readonly isReadOnly: boolean;
  readonly onClose: () => void;
}

const nothing: FindQuery = { text: "", matchesCase: false, wholeWord: false, isRegex: false };

/** Looks for something in the text. Escape leads back to it, to the hit. */
export function FindBar(props: FindBarProps) {
  const { find, words, isReadOnly } = props;
  const { query, snapshot, field, isReplacing, setReplacing, replaced, setReplaced, look, close } =
    useFindBar(props);
  return (
    <search
      className="find-bar"
      aria-label={words.title}
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key !== "Escape" || event.nativeEvent.isComposing) return;
        event.preventDefault();
        close();
      }}
    >
      <div className="find-row">
        <div className="find-field">
          <input
            ref={field}
            value={query.text}
            aria-label={words.find}
            placeholder={words.find}
            aria-invalid={snapshot.problem !== null}
            aria-describedby="find-says"
            {...plainField}
            onInput={({ currentTarget }) => look({ text: currentTarget.value })}
            onKeyDown={(event) => {
              if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
              event.preventDefault();
              if (event.shiftKey) find.previous();
              else find.next();
            }}
          />
          <span className="find-place" aria-hidden="true">
            {placeText(words, query, snapshot)}
          </span>
        </div>
        <FindButton icon={ChevronUp} label={words.previous} onClick={() => find.previous()} />
        <FindButton icon={ChevronDown} label={words.next} onClick={() => find.next()} />
        <FindButton icon={X} label={words.close} onClick={close} />
      </div>
      <div className="find-row find-options">
        {options.map(({ name, icon }) => (
          <FindButton
            key={name}
            icon={icon}
            label={words[labels[name]]}
            isPressed={query[name]}
            onClick={() => look({ [name]: !query[name] })}
          />
        ))}
        {!isReadOnly && (
          <FindButton
            icon={Replace}
            label={words.showReplace}
            isExpanded={isReplacing}
            onClick={() => setReplacing(!isReplacing)}
          />
        )}
      </div>
      {isReplacing && !isReadOnly && (
        <ReplaceRow find={find} words={words} hasHits={snapshot.total > 0} onReplaced={setReplaced} />
      )}
      <p
        id="find-says"
        className={snapshot.problem === null && replaced === null ? "visually-hidden" : "find-says"}
        aria-live="polite"
        data-problem={snapshot.problem !== null}
      >
        {replaced === null ? saidText(words, query, snapshot) : words.replaced(replaced)}
      </p>
    </search>
  );
}

/** What the bar holds: the query, whether a replacement is asked for, and how many were replaced just now. */
function useFindBar({ editor, find, call, isReadOnly, onClose }: FindBarProps) {
  const snapshot = useSyncExternalStore(
    (listener) => find.subscribe(listener),
    () => find.getSnapshot(),
  );
  const field = useRef<HTMLInputElement>(null);
  const [query, setQuery] = useState(nothing);
  const [isReplacing, setReplacing] = useState(false);
  const [replaced, setReplaced] = useState<number | null>(null);
  const latest = useRef(query);

  function look(change: Partial<FindQuery>) {
    const wanted = { ...latest.current, ...change };
    latest.current = wanted;
    setQuery(wanted);
    setReplaced(null);
    find.search(wanted);
  }
  function close() {
    find.close();
    onClose();
  }
  useEffect(() => {
    if (call.tool === "replace" && !isReadOnly) setReplacing(true);
    const selected = selectedWords(editor);
    look(selected === null ? {} : { text: selected });
    // The field shows what was just set when the page is drawn.
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.select();
    });
  }, [call]);
  useStepKeys(find);
  return { query, snapshot, field, isReplacing, setReplacing, replaced, setReplaced, look, close };
}

const options = [
  { name: "matchesCase", icon: CaseSensitive },
  { name: "wholeWord", icon: WholeWord },
  { name: "isRegex", icon: Regex },
] as const;

const labels = { matchesCase: "matchCase", wholeWord: "wholeWord", isRegex: "regex" } as const;

/** What is typed here is no prose. */
const plainField = {
  type: "text",
  autoComplete: "off",
  autoCapitalize: "off",
  autoCorrect: "off",
  spellCheck: false,
} as const;

interface ReplaceProps {
  readonly find: Find;
  readonly words: ToolWords["find"];
  readonly hasHits: boolean;
  readonly onReplaced: (count: number | null) => void;
}

function ReplaceRow({ find, words, hasHits, onReplaced }: ReplaceProps) {
  const field = useRef<HTMLInputElement>(null);
  const text = () => field.current?.value ?? "";
  function replaceOne() {
    onReplaced(null);
    if (!find.replace(text())) find.next();
  }
  return (
    <div className="find-row">
      <div className="find-field">
        <input
          ref={field}
          aria-label={words.replaceWith}
          placeholder={words.replaceWith}
          {...plainField}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
            event.preventDefault();
            replaceOne();
          }}
        />
      </div>
      <button
        type="button"
        className="button button-line find-button"
        aria-disabled={!hasHits}
        onClick={replaceOne}
      >
        {words.replace}
      </button>
      <button
        type="button"
        className="button button-line find-button"
        aria-disabled={!hasHits}
        onClick={() => onReplaced(find.replaceAll(text()))}
      >
        {words.replaceAll}
      </button>
    </div>
  );
}

interface ButtonProps {
  readonly icon: LucideIcon;
  readonly label: string;
  readonly isPressed?: boolean;
  readonly isExpanded?: boolean;
  readonly onClick: () => void;
}

function FindButton({ icon: Icon, label, isPressed, isExpanded, onClick }: ButtonProps) {
  return (
    <button
      type="button"
      className="icon-button find-toggle"
      aria-label={label}
      aria-pressed={isPressed}
      aria-expanded={isExpanded}
      title={label}
      onClick={onClick}
    >
      <Icon aria-hidden="true" />
    </button>
  );
}

/** F3, and Mod+G, go from hit to hit wherever the focus is. */
function useStepKeys(find: Find): void {
  useEffect(() => {
    const isMac = isMacPlatform(navigator.platform);
    const pressed = (event: globalThis.KeyboardEvent) => {
      const isBack = event.shiftKey;
      if (event.key !== "F3" && !isPressed(event, isBack ? "Mod-Shift-g" : "Mod-g", isMac)) return;
      event.preventDefault();
      if (isBack) find.previous();
      else find.next();
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, [find]);
}

/** As much as somebody may look for by selecting it. */
const longestPrefill = 200;

/** What is selected, if it could be what somebody looks for: some words of one line. */
function selectedWords({ view: { state } }: Editor): string | null {
  const { from, to, empty, $from, $to } = state.selection;
  if (empty || !$from.sameParent($to) || to - from > longestPrefill) return null;
  const text = state.doc.textBetween(from, to, "\n", "\n");
  return text.includes("\n") || text.trim() === "" ? null : text;
}

/** "3 of 17", beside the field. */
function placeText(words: ToolWords["find"], { text }: FindQuery, snapshot: FindSnapshot): string {
  const { total, place, problem, isSearching } = snapshot;
  if (text === "" || problem !== null || isSearching) return "";
  if (total === 0) return words.none;
  return place === 0 ? words.total(total) : words.place(place, total);
}

/** The same for those who hear it, and what is wrong for everybody. */
function saidText(words: ToolWords["find"], query: FindQuery, snapshot: FindSnapshot): string {
  if (snapshot.problem !== null) return problemText(words, snapshot.problem);
  return query.text !== "" && snapshot.isSearching ? words.searching : placeText(words, query, snapshot);
}

function problemText(words: ToolWords["find"], problem: FindProblem): string {
  return problem.type === "invalid" ? words.invalid(problem.reason) : words[problem.type];
}
