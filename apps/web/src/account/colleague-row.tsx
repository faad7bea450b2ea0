import { Menu } from "@base-ui/react/menu";
import type { Account, ChangeColleague, Colleague } from "@quire/protocol";
import { Ellipsis } from "lucide-react";
import { type RefObject, useRef, useState } from "react";
import { useWords } from "../app-context.ts";
import { failureText } from "../failure-words.ts";
import { Avatar } from "../parts/avatar.tsx";
import { focusFirstItem } from "../parts/focus-first-item.ts";
import { WithBreaks } from "../parts/with-breaks.tsx";
import { useNow } from "../use-now.ts";
import { useToast } from "../use-toast.ts";
import type { PeoplePageWords } from "../words/en-people-page.ts";
import { ColleagueEmailDialog } from "./colleague-email-dialog.tsx";
import { DeleteColleagueDialog } from "./delete-colleague-dialog.tsx";
import { LinkDialog } from "./link-dialog.tsx";
import { ShutOutDialog } from "./shut-out-dialog.tsx";
import { useAccountsApi } from "./use-accounts.ts";

interface RowProps {
  readonly words: PeoplePageWords;
  readonly colleague: Colleague;
  /** Who looks. */
  readonly account: Account;
  readonly everybody: readonly Colleague[];
  readonly onChanged: () => void;
}

/** Somebody on this server, and for an owner what can be done about them. */
export function ColleagueRow(props: RowProps) {
  const { words, colleague, account } = props;
  const { format } = useWords();
  const now = useNow(60_000);
  const { people: own } = words;
  const { person, email, isEmailProved, standing, seenAt, isDisabled } = colleague;
  const isMe = person.id === account.person.id;
  const facts = [
    ...(email === undefined ? [] : [email]),
    ...(standing === undefined ? [] : [own[standing]]),
    ...(seenAt === undefined ? [] : [seenAt === null ? own.never : own.seen(format.moment(seenAt, now))]),
  ];
  return (
    <li className="account-row">
      <Avatar person={person} />
      <div className="account-what">
        <span className="account-name">{isMe ? own.you(person.name) : person.name}</span>
        {facts.length > 0 && (
          <span className="account-facts">
            <WithBreaks text={facts.join(" · ")} />
          </span>
        )}
        {isEmailProved === false && <span className="account-facts">{own.isTyped}</span>}
        {isDisabled === true && <span className="account-facts account-shut">{own.isDisabled}</span>}
      </div>
      {account.standing === "owner" && !isMe && <ColleagueMenu {...props} />}
    </li>
  );
}

/** What is asked before it is done. */
type Asking = "email" | "shut-out" | "delete";

function ColleagueMenu(props: RowProps) {
  const { words, colleague, onChanged } = props;
  const { people: own } = words;
  const allWords = useWords();
  const api = useAccountsApi();
  const { say, fail } = useToast();
  const [link, setLink] = useState<string | null>(null);
  const [asking, setAsking] = useState<Asking | null>(null);
  const trigger = useRef<HTMLButtonElement>(null);
  const { id, name } = colleague.person;
  const isOwner = colleague.standing === "owner";
  const isDisabled = colleague.isDisabled === true;

  async function change(body: ChangeColleague, done: string) {
    try {
      await api.changePerson(id, body);
      say(done);
    } catch (error) {
      fail(`${words.notDone} ${failureText(allWords, error)}`);
    }
    onChanged();
  }

  async function makeLink() {
    try {
      setLink((await api.makePasswordLink(id)).url);
    } catch (error) {
      fail(`${words.notDone} ${failureText(allWords, error)}`);
    }
  }

  return (
    <>
      <Menu.Root>
        <Menu.Trigger ref={trigger} className="icon-button" aria-label={own.actionsFor(name)}>
          <Ellipsis aria-hidden="true" />
        </Menu.Trigger>
        <Menu.Portal>
          <Menu.Positioner className="floating" align="end" sideOffset={4}>
            <Menu.Popup className="menu" onFocus={focusFirstItem}>
              <Menu.Item
                className="menu-item"
                onClick={() =>
                  void (isOwner
                    ? change({ standing: "member" }, own.madeMember(name))
                    : change({ standing: "owner" }, own.madeOwner(name)))
                }
              >
                {isOwner ? own.makeMember : own.makeOwner}
              </Menu.Item>
              <Menu.Item className="menu-item" onClick={() => void makeLink()}>
                {own.passwordLink}
              </Menu.Item>
              {!isOwner && (
                <Menu.Item className="menu-item" onClick={() => setAsking("email")}>
                  {colleague.isEmailProved === false ? own.confirmEmail : own.email}
                </Menu.Item>
              )}
              <Menu.Item
                className={isDisabled ? "menu-item" : "menu-item menu-item-bad"}
                onClick={() =>
                  isDisabled ? void change({ isDisabled: false }, own.enabled(name)) : setAsking("shut-out")
                }
              >
                {isDisabled ? own.enable : own.disable}
              </Menu.Item>
              <Menu.Item className="menu-item menu-item-bad" onClick={() => setAsking("delete")}>
                {own.delete}
              </Menu.Item>
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
      <LinkDialog
        title={own.linkTitle(name)}
        text={own.linkText}
        words={words.invitations}
        url={link}
        onClose={() => setLink(null)}
        returnTo={trigger}
      />
      <ColleagueDialogs {...props} asking={asking} onClose={() => setAsking(null)} returnTo={trigger} />
    </>
  );
}

interface DialogsProps extends RowProps {
  readonly asking: Asking | null;
  readonly onClose: () => void;
  readonly returnTo: RefObject<HTMLElement | null>;
}

function ColleagueDialogs({ asking, account, everybody, ...about }: DialogsProps) {
  return (
    <>
      <ColleagueEmailDialog {...about} isOpen={asking === "email"} />
      <ShutOutDialog {...about} isOpen={asking === "shut-out"} />
      <DeleteColleagueDialog
        {...about}
        account={account}
        everybody={everybody}
        isOpen={asking === "delete"}
        onDeleted={about.onChanged}
      />
    </>
  );
}
