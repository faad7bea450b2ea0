import type { Account } from "@quire/protocol";
import { useMemo } from "react";
import { useWords } from "../app-context.ts";
import { failureText } from "../failure-words.ts";
import { createEnglishPeoplePage, type PeoplePageWords } from "../words/en-people-page.ts";
import { ColleagueRow } from "./colleague-row.tsx";
import { Failed, Frame, Section } from "./frame.tsx";
import { GroupsSection } from "./groups-section.tsx";
import { InvitationsSection } from "./invitations-section.tsx";
import { useAccountsApi, useLiveRead } from "./use-accounts.ts";

/** Who has an account on this server; for its owners also who is invited, and groups. */
export function PeoplePage() {
  const { format } = useWords();
  const words = useMemo(() => createEnglishPeoplePage(format), [format]);
  return <Frame title={words.title}>{(account) => <People words={words} account={account} />}</Frame>;
}

interface PeopleProps {
  readonly words: PeoplePageWords;
  readonly account: Account;
}

function People({ words, account }: PeopleProps) {
  const allWords = useWords();
  const api = useAccountsApi();
  const { state, again } = useLiveRead(api.listPeople);
  const isOwner = account.standing === "owner";
  return (
    <>
      <Section title={words.people.title}>
        {state.phase === "failed" && (
          <Failed text={failureText(allWords, state.error)} onAgain={() => void again()} />
        )}
        {state.phase === "ready" && (
          <ul className="account-rows">
            {state.value.people.map((colleague) => (
              <ColleagueRow
                key={colleague.person.id}
                words={words}
                colleague={colleague}
                account={account}
                everybody={state.value.people}
                onChanged={() => void again()}
              />
            ))}
          </ul>
        )}
      </Section>
      {isOwner && <InvitationsSection words={words} />}
      {isOwner && state.phase === "ready" && <GroupsSection words={words} people={state.value.people} />}
    </>
  );
}
