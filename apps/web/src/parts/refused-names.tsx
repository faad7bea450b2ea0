import type { RefusedName } from "@quire/client";
import { useId } from "react";
import { useWords } from "../app-context.ts";
import { useToast } from "../use-toast.ts";
import { createEnglishRefusedNames } from "../words/en-refused-names.ts";
import type { ToolWords } from "../words/en-tools.ts";

interface NamesProps {
  readonly names: readonly RefusedName[];
  readonly words: ToolWords["drawer"];
  readonly now: number;
  readonly onRemove: (name: RefusedName) => Promise<void>;
  readonly onPutBack: (name: RefusedName) => Promise<void>;
}

/** Documents' names that a server would not take: why, and what to do with them. */
export function RefusedNames({ names, words: drawerWords, now, onRemove, onPutBack }: NamesProps) {
  const { format, common, failure } = useWords();
  const { say, fail } = useToast();
  const words = createEnglishRefusedNames(format);
  const title = useId();

  // The device may not answer.
  const failed = () => fail(failure.unknown);
  const remove = (name: RefusedName) =>
    onRemove(name).then(
      () =>
        say(words.removed(name.title), {
          label: common.undo,
          run: () => void onPutBack(name).catch(failed),
        }),
      failed,
    );
  const copy = async (name: RefusedName) => {
    try {
      await navigator.clipboard.writeText(name.title);
      say(words.copied);
    } catch {
      fail(drawerWords.textNotCopied);
    }
  };

  return (
    <section aria-labelledby={title}>
      <h2 id={title}>{words.title}</h2>
      <p className="drawer-text">{words.text}</p>
      {names.map((name) => (
        <article key={name.key} className="kept" aria-label={name.title}>
          <h3 dir="auto">{name.title}</h3>
          <p className="kept-why">{name.refusal}</p>
          <p className="kept-why">{format.moment(name.at, now)}</p>
          <div className="kept-actions">
            <button type="button" className="button button-primary" onClick={() => void copy(name)}>
              {words.copy}
            </button>
            <button
              type="button"
              className="button button-quiet kept-remove"
              onClick={() => void remove(name)}
            >
              {words.remove}
            </button>
          </div>
        </article>
      ))}
    </section>
  );
}
