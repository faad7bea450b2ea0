import { CircleUser, LogOut, type LucideIcon, ScrollText, Users } from "lucide-react";
import { useEffect, useState } from "react";
import { useLocation } from "wouter";
import { useSignInApi } from "./account/use-accounts.ts";
import { useApp } from "./app-context.ts";
import type { PaletteItem } from "./parts/palette.tsx";
import { accountMenuWords as own } from "./words/en-account-menu.ts";

/** What every page's palette has for who is signed in: their account, others, what was done, and the way out. Nothing where nobody signs in. */
export function useAccountItems(isOpen: boolean, onSignOut: () => void): readonly PaletteItem[] {
  const { person } = useApp();
  const [, navigate] = useLocation();
  const ownsServer = useOwnsServer(isOpen && person !== undefined);
  if (person === undefined) return [];
  const item = (id: string, label: string, Icon: LucideIcon, run: () => void): PaletteItem => ({
    id,
    label,
    section: own.label,
    icon: <Icon aria-hidden="true" />,
    run,
  });
  return [
    item("account", own.account, CircleUser, () => navigate("/account")),
    item("people", own.people, Users, () => navigate("/people")),
    ...(ownsServer ? [item("audit", own.audit, ScrollText, () => navigate("/audit"))] : []),
    item("sign-out", own.signOut, LogOut, onSignOut),
  ];
}

/** Whether who is signed in owns the server, as it says when it is asked; false until then. */
function useOwnsServer(isAsked: boolean): boolean {
  const api = useSignInApi();
  const [owns, setOwns] = useState(false);
  useEffect(() => {
    if (!isAsked) return;
    api.readSignIn().then(
      ({ account }) => setOwns(account?.standing === "owner"),
      () => undefined, // What it said before stands: the page behind the entry asks once more.
    );
  }, [api, isAsked]);
  return owns;
}
