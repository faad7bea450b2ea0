import type { Editor } from "@quire/editor";
import { Check, ExternalLink, Unlink } from "lucide-react";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { useEditingWords } from "../editing-words.ts";

interface LinkFormProps {
  readonly editor: Editor;
  /** The address of the link that the selection is in; empty for none. */
  readonly href: string;
  readonly onDone: () => void;
}

/** A field for the address that the selected words lead to. */
export function LinkForm({ editor, href, onDone }: LinkFormProps) {
  const words = useEditingWords();
  const field = useRef<HTMLInputElement>(null);
  const [isBad, setBad] = useState(false);
  useEffect(() => field.current?.select(), []);

  function apply(event: FormEvent) {
    event.preventDefault();
    const address = field.current?.value.trim() ?? "";
    const isDone = address === "" ? href === "" || editor.run("link") : editor.run("link", address);
    if (isDone) onDone();
    else setBad(true);
  }

  return (
    <form className="link-form" onSubmit={apply}>
      <div className="bubble-row">
        <input
          ref={field}
          className="link-field"
          defaultValue={href}
          inputMode="url"
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          aria-label={words.address}
          placeholder={words.addressHint}
          aria-invalid={isBad}
          aria-describedby={isBad ? "link-problem" : undefined}
          onInput={() => setBad(false)}
        />
        <button type="submit" className="bubble-button" aria-label={words.apply} title={words.apply}>
          <Check aria-hidden="true" />
        </button>
        {href !== "" && (
          <>
            <button
              type="button"
              className="bubble-button"
              aria-label={words.removeLink}
              title={words.removeLink}
              onClick={() => editor.run("link") && onDone()}
            >
              <Unlink aria-hidden="true" />
            </button>
            <a
              className="bubble-button"
              href={href}
              target="_blank"
              rel="noopener noreferrer"
              aria-label={words.openLink}
              title={words.openLink}
            >
              <ExternalLink aria-hidden="true" />
            </a>
          </>
        )}
      </div>
      {isBad && (
        <p id="link-problem" role="alert" className="problem">
          {words.badAddress}
        </p>
      )}
    </form>
  );
}
