import { Menu } from "@base-ui/react/menu";
import { CircleUser } from "lucide-react";
import { useRef, useState } from "react";
import { SignOutDialog } from "../account/sign-out-dialog.tsx";
import { accountMenuWords } from "../words/en-account-menu.ts";
import { AccountItems } from "./account-items.tsx";
import { focusFirstItem } from "./focus-first-item.ts";

/** The ways to one's account and to others, and out. */
export function AccountMenu() {
  const trigger = useRef<HTMLButtonElement>(null);
  const [isLeaving, setLeaving] = useState(false);
  return (
    <Menu.Root defaultOpen>
      <Menu.Trigger
        ref={trigger}
        className="icon-button"
        aria-label={accountMenuWords.label}
        title={accountMenuWords.label}
      >
        <CircleUser aria-hidden="true" />
      </Menu.Trigger>
      <SignOutDialog isOpen={isLeaving} onClose={() => setLeaving(false)} returnTo={trigger} />
      <Menu.Portal>
        <Menu.Positioner className="floating" align="end" sideOffset={4}>
          <Menu.Popup className="menu" onFocus={focusFirstItem}>
            <AccountItems onSignOut={() => setLeaving(true)} />
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
