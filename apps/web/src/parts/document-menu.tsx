import { Menu } from "@base-ui/react/menu";
import type { Session } from "@quire/client";
import {
  Command,
  Download,
  Ellipsis,
  HardDrive,
  Keyboard,
  Link2,
  ListTree,
  type LucideIcon,
  Search,
  Trash2,
  UserPlus,
} from "lucide-react";
import { useRef, useState } from "react";
import { SignOutDialog } from "../account/sign-out-dialog.tsx";
import { exportPath } from "../api.ts";
import { useApp } from "../app-context.ts";
import { keyLabel } from "../key-label.ts";
import { isMacPlatform } from "../mac-platform.ts";
import { type Tool, toolKeys } from "../page-keys.ts";
import { mayDo } from "../said-access.ts";
import { useMe } from "../use-me.ts";
import { useOwnDocument } from "../use-own-document.ts";
import type { PageTools } from "../use-page-tools.ts";
import { useTitle } from "../use-title.ts";
import { onDeviceWords } from "../words/en-on-device.ts";
import type { ToolWords } from "../words/en-tools.ts";
import { AccountItems } from "./account-items.tsx";
import { DeviceDialog } from "./device-dialog.tsx";
import { focusFirstItem } from "./focus-first-item.ts";
import { KeepItem } from "./keep-item.tsx";
import { ThemeItems } from "./theme-items.tsx";
import { TypographyItem } from "./typography-item.tsx";

interface DocumentMenuProps {
  readonly session: Session;
  readonly tools: PageTools;
  readonly own: ToolWords["own"];
}

/** What can be done with the document as a whole. */
export function DocumentMenu({ session, tools, own }: DocumentMenuProps) {
  const { words, person } = useApp();
  const isGuest = useMe()?.person.isGuest === true;
  const onTool = (tool: Tool) => tools.onCall({ tool });
  const { copyAddress, remove } = useOwnDocument(session, own);
  const title = useTitle(session.ydoc);
  const trigger = useRef<HTMLButtonElement>(null);
  const [showsDevice, setShowsDevice] = useState(false);
  const [isLeaving, setLeaving] = useState(false);
  const exports = [
    ["markdown", own.exportMarkdown],
    ["html", own.exportHtml],
    ["text", own.exportText],
  ] as const;

  return (
    <Menu.Root defaultOpen>
      <Menu.Trigger ref={trigger} className="icon-button" aria-label={words.document.menu}>
        <Ellipsis aria-hidden="true" />
      </Menu.Trigger>
      <DeviceDialog isOpen={showsDevice} onClose={() => setShowsDevice(false)} returnTo={trigger} />
      <SignOutDialog isOpen={isLeaving} onClose={() => setLeaving(false)} returnTo={trigger} />
      <Menu.Portal>
        <Menu.Positioner className="floating" align="end" sideOffset={6}>
          <Menu.Popup className="menu" onFocus={focusFirstItem}>
            <ToolItem
              tool="find"
              icon={Search}
              label={mayDo(tools.access, "edit") ? own.find : own.findOnly}
              onTool={onTool}
            />
            <Menu.Item className="menu-item" onClick={tools.toggleOutline}>
              <ListTree aria-hidden="true" />
              {words.document.outline}
            </Menu.Item>
            <div className="menu-rule" />
            <ToolItem tool="share" icon={UserPlus} label={own.share} onTool={onTool} />
            {!isGuest && (
              <Menu.Item className="menu-item" onClick={() => void copyAddress()}>
                <Link2 aria-hidden="true" />
                {own.copyAddress}
              </Menu.Item>
            )}
            <div className="menu-rule" />
            {exports.map(([format, label]) => (
              <Menu.LinkItem
                key={format}
                className="menu-item"
                href={exportPath(session.id, format)}
                download
                closeOnClick
              >
                <Download aria-hidden="true" />
                {label}
              </Menu.LinkItem>
            ))}
            <div className="menu-rule" />
            <KeepItem document={{ id: session.id, title }} />
            <Menu.Item className="menu-item" onClick={() => setShowsDevice(true)}>
              <HardDrive aria-hidden="true" />
              {onDeviceWords.list}
            </Menu.Item>
            <div className="menu-rule" />
            <ThemeItems />
            <div className="menu-rule" />
            {mayDo(tools.access, "edit") && (
              <>
                <TypographyItem label={own.typography} />
                <div className="menu-rule" />
              </>
            )}
            {person !== undefined && (
              <>
                <AccountItems onSignOut={() => setLeaving(true)} />
                <div className="menu-rule" />
              </>
            )}
            <ToolItem tool="palette" icon={Command} label={own.commands} onTool={onTool} />
            <ToolItem tool="shortcuts" icon={Keyboard} label={own.shortcuts} onTool={onTool} />
            {mayDo(tools.access, "own") && (
              <Menu.Item className="menu-item menu-item-bad" onClick={remove}>
                <Trash2 aria-hidden="true" />
                {own.delete}
              </Menu.Item>
            )}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

interface ToolItemProps {
  readonly tool: Tool;
  readonly icon: LucideIcon;
  readonly label: string;
  readonly onTool: (tool: Tool) => void;
}

function ToolItem({ tool, icon: Icon, label, onTool }: ToolItemProps) {
  const isMac = isMacPlatform(navigator.platform);
  return (
    <Menu.Item className="menu-item" onClick={() => onTool(tool)}>
      <Icon aria-hidden="true" />
      {label}
      <span className="key" aria-hidden="true">
        {keyLabel(toolKeys(isMac)[tool], isMac)}
      </span>
    </Menu.Item>
  );
}
