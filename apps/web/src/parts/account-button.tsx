import { CircleUser } from "lucide-react";
import { useApp } from "../app-context.ts";
import { accountMenuWords } from "../words/en-account-menu.ts";
import { DeferredPopup } from "./deferred-popup.tsx";

const loadMenu = () => import("./account-menu.tsx");

/** Opens the menu of who is signed in. Not there where nobody signs in. */
export function AccountButton() {
  const { person } = useApp();
  if (person === undefined) return null;
  return (
    <DeferredPopup
      load={loadMenu}
      className="icon-button"
      label={accountMenuWords.label}
      title={accountMenuWords.label}
      hasPopup="menu"
      face={<CircleUser aria-hidden="true" />}
    >
      {({ AccountMenu }) => <AccountMenu />}
    </DeferredPopup>
  );
}
