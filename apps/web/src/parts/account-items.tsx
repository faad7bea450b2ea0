import { Menu } from "@base-ui/react/menu";
import { CircleUser, LogOut, Users } from "lucide-react";
import { useLocation } from "wouter";
import { accountMenuWords } from "../words/en-account-menu.ts";

/** One's account, others, and the way out, as items of a menu. */
export function AccountItems({ onSignOut }: { readonly onSignOut: () => void }) {
  const [, navigate] = useLocation();
  return (
    <>
      <Menu.Item className="menu-item" onClick={() => navigate("/account")}>
        <CircleUser aria-hidden="true" />
        {accountMenuWords.account}
      </Menu.Item>
      <Menu.Item className="menu-item" onClick={() => navigate("/people")}>
        <Users aria-hidden="true" />
        {accountMenuWords.people}
      </Menu.Item>
      <Menu.Item className="menu-item" onClick={onSignOut}>
        <LogOut aria-hidden="true" />
        {accountMenuWords.signOut}
      </Menu.Item>
    </>
  );
}
