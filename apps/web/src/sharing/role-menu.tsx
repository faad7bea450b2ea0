import "../style/enter.css";
import { Menu } from "@base-ui/react/menu";
import type { GivenRole } from "@quire/protocol";
import { Check, ChevronDown } from "lucide-react";
import { focusFirstItem } from "../parts/focus-first-item.ts";
import type { Power } from "./powers.ts";

/** Something else that the menu of a row does. */
export interface RoleAction {
  readonly label: string;
  readonly isBad?: boolean;
  readonly run: () => void;
}

interface RoleMenuProps<R extends GivenRole> {
  /** Of whom, for who does not see the row. */
  readonly label: string;
  readonly role: R;
  /** What may be chosen; a role that is not among them is shown, and chosen by nobody. */
  readonly roles: readonly (Power & R)[];
  readonly names: Readonly<Record<GivenRole, string>>;
  readonly onChoose: (role: R) => void;
  readonly actions?: readonly RoleAction[];
}

/** What somebody may do, as a button that opens the choice. A key that only passes an item chooses nothing. */
export function RoleMenu<R extends GivenRole>(props: RoleMenuProps<R>) {
  const { label, role, roles, names, onChoose, actions = [] } = props;
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger className="role-button" aria-label={`${label}: ${names[role]}`}>
        {names[role]}
        <ChevronDown aria-hidden="true" />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className="floating share-floating" align="end" sideOffset={4}>
          <Menu.Popup className="menu" onFocus={focusFirstItem}>
            <Menu.RadioGroup value={role} onValueChange={(chosen: R) => chosen !== role && onChoose(chosen)}>
              {roles.map((one) => (
                <Menu.RadioItem key={one} value={one} className="menu-item" closeOnClick>
                  {names[one]}
                  <Menu.RadioItemIndicator className="menu-check">
                    <Check aria-hidden="true" />
                  </Menu.RadioItemIndicator>
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
            {actions.length > 0 && <div className="menu-rule" />}
            {actions.map(({ label: name, isBad, run }) => (
              <Menu.Item
                key={name}
                className={isBad === true ? "menu-item menu-item-bad" : "menu-item"}
                onClick={run}
              >
                {name}
              </Menu.Item>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
