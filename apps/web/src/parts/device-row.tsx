import type { ShelvedDocument } from "@quire/client/device";
import { Pin, Trash2 } from "lucide-react";
import { useState } from "react";
import { Link } from "wouter";
import { useWords } from "../app-context.ts";
import { documentName } from "../document-name.ts";
import type { ToolWords } from "../words/en-tools.ts";

interface RowProps {
  readonly words: ToolWords["device"];
  readonly document: ShelvedDocument;
  readonly onPin: (isPinned: boolean) => void;
  readonly onRemove: (evenUnsent: boolean) => void;
  readonly onOpen: () => void;
}

/** A document on this device: how large it is and how it stands, its pin, and the way off the device. */
export function DeviceRow({ words, document, onPin, onRemove, onOpen }: RowProps) {
  const allWords = useWords();
  const { id, isPinned, isOpen, hasUnsent } = document;
  const [isAsking, setAsking] = useState(false);
  const title = documentName(allWords, document.title);
  return (
    <li className="device-row">
      <div className="device-what">
        <Link href={`/d/${id}`} className="device-title" onClick={onOpen}>
          {title}
        </Link>
        <span className="device-facts">{factsOf(words, allWords.format, document).join(" · ")}</span>
      </div>
      <button
        type="button"
        className="icon-button device-pin"
        aria-label={words.pin(title)}
        aria-pressed={isPinned}
        title={words.pin(title)}
        onClick={() => onPin(!isPinned)}
      >
        <Pin aria-hidden="true" />
      </button>
      <button
        type="button"
        className="icon-button"
        aria-label={words.remove(title)}
        aria-disabled={isOpen}
        title={isOpen ? words.isOpenElsewhere(title) : words.remove(title)}
        onClick={() => (hasUnsent && !isOpen ? setAsking(true) : onRemove(false))}
      >
        <Trash2 aria-hidden="true" />
      </button>
      {isAsking && (
        <div className="device-question" role="alert">
          <p>{words.loses}</p>
          <button ref={focus} type="button" className="button button-line" onClick={() => setAsking(false)}>
            {words.keepIt}
          </button>
          <button type="button" className="button button-bad" onClick={() => onRemove(true)}>
            {words.loseThem}
          </button>
        </div>
      )}
    </li>
  );
}

/** The harmless answer has the focus as soon as the question stands. */
function focus(button: HTMLButtonElement | null): void {
  button?.focus();
}

function factsOf(
  words: ToolWords["device"],
  format: ReturnType<typeof useWords>["format"],
  { isOpen, openedAt, bytes, hasUnsent, isWhole }: ShelvedDocument,
): readonly string[] {
  return [
    isOpen ? words.isOpen : words.opened(format.moment(openedAt, Date.now())),
    format.bytes(bytes),
    ...(hasUnsent ? [words.unsent] : []),
    ...(isWhole || hasUnsent ? [] : [words.notWhole]),
  ];
}
