import type { Session } from "@quire/protocol";
import { useWords } from "../app-context.ts";
import { failureText } from "../failure-words.ts";
import { useNow } from "../use-now.ts";
import { useToast } from "../use-toast.ts";
import type { OwnAccountWords } from "../words/en-own-account.ts";
import { browserOf } from "./browser-name.ts";
import { Failed, Section } from "./frame.tsx";
import { useAccountsApi, useRead } from "./use-accounts.ts";

/** Every browser that is signed in, and the way out of it. */
export function SessionsSection({ words }: { readonly words: OwnAccountWords }) {
  const { sessions: own } = words;
  const allWords = useWords();
  const api = useAccountsApi();
  const { say, fail } = useToast();
  const { state, again } = useRead(api.listSessions);

  async function end(done: string, act: () => Promise<void>) {
    try {
      await act();
      say(done);
    } catch (error) {
      fail(`${words.notDone} ${failureText(allWords, error)}`);
    }
    await again();
  }

  if (state.phase !== "ready") {
    return (
      <Section title={own.title}>
        {state.phase === "failed" && (
          <Failed text={failureText(allWords, state.error)} onAgain={() => void again()} />
        )}
      </Section>
    );
  }
  const sessions = state.value.sessions.toSorted(
    (one, other) => Number(other.isThis) - Number(one.isThis) || other.seenAt - one.seenAt,
  );
  return (
    <Section title={own.title} {...(sessions.length === 1 && { text: own.alone })}>
      <ul className="account-rows">
        {sessions.map((session) => (
          <SessionRow
            key={session.id}
            words={own}
            session={session}
            onEnd={() => void end(own.ended, () => api.endSession(session.id))}
          />
        ))}
      </ul>
      {sessions.length > 1 && (
        <button
          type="button"
          className="button button-line account-begin"
          onClick={() => void end(own.othersEnded, api.endOtherSessions)}
        >
          {own.endOthers}
        </button>
      )}
    </Section>
  );
}

interface RowProps {
  readonly words: OwnAccountWords["sessions"];
  readonly session: Session;
  readonly onEnd: () => void;
}

function SessionRow({ words, session, onEnd }: RowProps) {
  const { format } = useWords();
  const now = useNow(60_000);
  const { seenAt, createdAt, address, agent, isThis } = session;
  const found = browserOf(agent);
  const name =
    found === undefined
      ? words.otherBrowser
      : found.system === undefined
        ? found.browser
        : words.browserOn(found.browser, found.system);
  return (
    <li className="account-row">
      <div className="account-what">
        <span className="account-name" title={agent}>
          {name}
        </span>
        <span className="account-facts" title={words.began(createdAt)}>
          {[isThis ? words.thisOne : words.seen(format.moment(seenAt, now)), words.from(address)].join(" · ")}
        </span>
      </div>
      {!isThis && (
        <button type="button" className="button button-quiet" aria-label={words.endOf(name)} onClick={onEnd}>
          {words.end}
        </button>
      )}
    </li>
  );
}
