import type { SessionStatus } from "@quire/client";
import type { Editor } from "@quire/editor";
import { useLocation } from "wouter";
import { useApp } from "../app-context.ts";
import { type RefusalText, refusalText } from "../status-words.ts";
import { useDocumentActions } from "../use-document-actions.ts";
import { useToast } from "../use-toast.ts";

interface RefusalProps {
  readonly id: string;
  readonly title: string;
  readonly status: Extract<SessionStatus, { state: "refused" }>;
  readonly editor: Editor | null;
  /** There is no text to show below. */
  readonly isAlone: boolean;
  readonly onReopen: () => void;
}

/** Why the server closed for good, what is safe, and what to do. */
export function RefusalNotice({ id, title, status, editor, isAlone, onReopen }: RefusalProps) {
  const { words } = useApp();
  const { say, fail } = useToast();
  const refusal = refusalText(words, status.code, status.reason);

  const Heading = isAlone ? "h1" : "h2";

  async function copyText(from: Editor) {
    const { doc } = from.view.state;
    try {
      await navigator.clipboard.writeText(doc.textBetween(0, doc.content.size, "\n", "\n"));
      say(words.refusal.textCopied);
    } catch {
      fail(words.refusal.textNotCopied);
    }
  }

  return (
    <section className={isAlone ? "notice-page notice-alone" : "notice"} role="alert">
      <Heading>{refusal.title}</Heading>
      <p>{refusal.text}</p>
      {status.unsent && <p>{words.refusal.unsent}</p>}
      <div className="notice-actions">
        <Remedy id={id} title={title} remedy={refusal.remedy} onReopen={onReopen} />
        {editor !== null && (
          <button type="button" className="button button-line" onClick={() => void copyText(editor)}>
            {words.refusal.copyText}
          </button>
        )}
      </div>
    </section>
  );
}

interface RemedyProps {
  readonly id: string;
  readonly title: string;
  readonly remedy: RefusalText["remedy"];
  readonly onReopen: () => void;
}

function Remedy({ id, title, remedy, onReopen }: RemedyProps) {
  const { words } = useApp();
  const { restore } = useDocumentActions();
  const [, navigate] = useLocation();

  const [label, act] = ((): readonly [string, () => void] => {
    switch (remedy.type) {
      case "library":
        return [words.common.backToLibrary, () => navigate("/")];
      case "reload":
        return [words.common.reload, () => location.reload()];
      case "restore":
        return [
          words.refusal.restore,
          () => void restore({ id, title }).then((isBack) => isBack && onReopen()),
        ];
      case "open":
        return [words.refusal.openReplacement, () => navigate(`/d/${remedy.id}`)];
      default:
        return remedy satisfies never;
    }
  })();
  return (
    <button type="button" className="button button-primary" onClick={act}>
      {label}
    </button>
  );
}
