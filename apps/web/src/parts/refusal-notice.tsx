import "../style/notice.css";
import { isCopy, type Session, type SessionStatus } from "@quire/client";
import type { Editor } from "@quire/editor";
import { CloseCode, mayOnlyRead } from "@quire/protocol";
import { readDocument, readTitle, toText } from "@quire/schema";
import { Link, useLocation } from "wouter";
import { useApp, useWords } from "../app-context.ts";
import { documentName } from "../document-name.ts";
import { isRefusedAgain, type RefusalText, refusalText } from "../refusal-words.ts";
import { AskForAccess } from "../sharing/ask-for-access.tsx";
import { useComingBack } from "../use-coming-back.ts";
import { useDocumentActions } from "../use-document-actions.ts";
import type { Reopen } from "../use-session.ts";
import { useToast } from "../use-toast.ts";
import type { ToolWords } from "../words/en-tools.ts";
import { handOver } from "./hand-over.ts";

export interface RefusalProps {
  readonly session: Session;
  readonly status: Extract<SessionStatus, { state: "refused" }>;
  readonly editor: Editor | null;
  /** There is no text to show below. */
  readonly isAlone: boolean;
  readonly onReopen: Reopen;
}

/** Why the server closed for good, what is safe, and what to do. */
export function RefusalNotice(props: RefusalProps & { readonly words: ToolWords }) {
  const { session, status, editor, isAlone, words } = props;
  const onReopen = () => props.onReopen(handOver);
  const allWords = useWords();
  const { failure } = allWords;
  const { say, fail } = useToast();
  const isNobody = status.code === CloseCode.unauthenticated;
  const isKept = status.kept;
  const isComingBack = useComingBack({ id: session.id, isNobody, isKept }, onReopen);
  const refusal = refusalText(words, status.code, status.reason, session.isLoaded);
  const isForbidden = status.code === CloseCode.forbidden && status.reason !== mayOnlyRead;
  const isOnlyHere = status.alone === true && !isKept;
  const isKeptCopy = isKept && isCopy({ code: status.code, isCopy: !status.unsent });
  // What was kept is the next thing to do, where nothing brings it into a document.
  const isForKept = isKept && !isForbidden && refusal.remedy.type === "library";

  const showKept = isKeptCopy ? words.refusal.showCopy : words.refusal.showKept;
  const Heading = isAlone ? "h1" : "h2";

  async function copyText() {
    try {
      await navigator.clipboard.writeText(textHere());
      say(words.drawer.textCopied);
    } catch {
      fail(words.drawer.textNotCopied);
    }
  }

  /** Where a try is refused at the door, nothing shows the words that it brought along. */
  function textHere(): string {
    if (editor === null) return toText(readDocument(session.ydoc));
    const { doc } = editor.view.state;
    return doc.textBetween(0, doc.content.size, "\n", "\n");
  }

  async function download() {
    try {
      const { downloadDocument } = await import("../drawer/download-entry.ts");
      await downloadDocument(session.ydoc, documentName(allWords, readTitle(session.ydoc)));
    } catch {
      fail(failure.notLoaded);
    }
  }

  async function goOnWithout() {
    try {
      const { setAside } = await import("../drawer/set-aside.ts");
      // What it writes at its end would be there again.
      await session.close();
      await setAside(session.id);
      location.reload();
    } catch {
      fail(failure.notLoaded);
    }
  }

  if (isComingBack) return null;
  return (
    <section className={isAlone ? "notice-page notice-alone" : "notice"} role="alert">
      <Heading>{refusal.title}</Heading>
      <p>{refusal.text}</p>
      {isKeptCopy ? (
        <p>{words.refusal.copyKept}</p>
      ) : (
        status.unsent && <p>{isKept ? words.refusal.unsentKept : words.refusal.unsent}</p>
      )}
      {isOnlyHere && !status.unsent && <p>{words.refusal.copyNotKept}</p>}
      {isForbidden && <AskForAccess id={session.id} onReopen={onReopen} />}
      <div className="notice-actions">
        {isForKept && <ShowKept label={showKept} className="button button-primary" />}
        <Remedy
          session={session}
          words={words}
          remedy={refusal.remedy}
          isSecond={isForbidden || isForKept}
          onReopen={onReopen}
        />
        {isKept && !isForKept && <ShowKept label={showKept} className="button button-line" />}
        {isKept && status.unsent && isRefusedAgain(status.code) && (
          <button type="button" className="button button-line" onClick={() => void goOnWithout()}>
            {words.refusal.withoutThem}
          </button>
        )}
        {(editor !== null || isOnlyHere) && (
          <button type="button" className="button button-line" onClick={() => void copyText()}>
            {words.refusal.copyText}
          </button>
        )}
        {isOnlyHere && (
          <button type="button" className="button button-line" onClick={() => void download()}>
            {words.refusal.download}
          </button>
        )}
      </div>
    </section>
  );
}

function ShowKept({ label, className }: { readonly label: string; readonly className: string }) {
  return (
    <Link href="/unsaved" className={className}>
      {label}
    </Link>
  );
}

interface RemedyProps {
  readonly session: Session;
  readonly words: ToolWords;
  readonly remedy: RefusalText["remedy"];
  /** Something else is the next thing to do. */
  readonly isSecond: boolean;
  readonly onReopen: () => void;
}

function Remedy({ session: { id, ydoc }, words, remedy, isSecond, onReopen }: RemedyProps) {
  const { late } = useApp();
  const { common } = useWords();
  const { restore } = useDocumentActions();
  const [, navigate] = useLocation();

  const [label, act] = ((): readonly [string, () => void] => {
    switch (remedy.type) {
      case "library":
        return [common.backToLibrary, () => navigate("/")];
      case "reload":
        return [common.reload, () => (late.reload ? late.reload() : location.reload())];
      case "restore":
        return [
          words.refusal.restore,
          () => void restore({ id, title: readTitle(ydoc) }).then((isBack) => isBack && onReopen()),
        ];
      case "open":
        return [words.refusal.openReplacement, () => navigate(`/d/${remedy.id}`)];
      default:
        return remedy satisfies never;
    }
  })();
  return (
    <button type="button" className={isSecond ? "button button-line" : "button button-primary"} onClick={act}>
      {label}
    </button>
  );
}
