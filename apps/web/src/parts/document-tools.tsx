import "../style/find.css";
import "../style/palette.css";
import "../style/rail.css";
import type { Session } from "@quire/client";
import type { Counts, Editor, EditorCommand, Find, Live, Outline } from "@quire/editor";
import { type RefObject, useEffect, useState } from "react";
import { SignOutDialog } from "../account/sign-out-dialog.tsx";
import { documentShortcuts } from "../document-shortcuts.ts";
import { isMacPlatform } from "../mac-platform.ts";
import type { Tool } from "../page-keys.ts";
import { ShareDialog } from "../sharing/share-dialog.tsx";
import { useAccountItems } from "../use-account-items.tsx";
import { useDeviceItem, useKeepItem } from "../use-device-items.tsx";
import { tableItems, textItems, usePageItems } from "../use-document-items.tsx";
import { useEditorSnapshot } from "../use-editor.ts";
import { useCommonItems, useDocumentItems } from "../use-page-items.tsx";
import type { PageTools } from "../use-page-tools.ts";
import { useTitle } from "../use-title.ts";
import type { ToolWords } from "../words/en-tools.ts";
import { DeviceDialog } from "./device-dialog.tsx";
import { FindBar } from "./find-bar.tsx";
import type { ToolCall } from "./late-tools.tsx";
import { LinkDialog } from "./link-dialog.tsx";
import { OutlineRail } from "./outline-rail.tsx";
import { Palette } from "./palette.tsx";
import { ShortcutsDialog } from "./shortcuts-dialog.tsx";

interface ToolsProps {
  readonly editor: Editor;
  readonly find: Find;
  readonly outline: Outline;
  readonly counts: Live<Counts>;
  readonly words: ToolWords;
  readonly session: Session;
  readonly isReadOnly: boolean;
  /** What the text scrolls in. */
  readonly page: RefObject<HTMLElement | null>;
  readonly tools: PageTools;
}

/** What the keys of a document's page call: find bar, palette, shortcuts; and the outline beside the text. */
export function DocumentTools(props: ToolsProps) {
  const { editor, find, outline, counts, words, page, tools, isReadOnly } = props;
  const { call } = tools;
  const [barCall, setBarCall] = useState<ToolCall | null>(null);
  const [dialog, setDialog] = useState<Tool | "link" | "device" | "sign-out" | null>(null);
  const close = () => setDialog(null);

  useEffect(() => () => find.destroy(), [find]);
  useEffect(() => {
    if (call === null) return;
    const { tool } = call;
    if (tool === "find" || tool === "replace") {
      setDialog(null);
      setBarCall(call);
    } else setDialog((open) => (open === tool ? null : tool));
  }, [call]);

  return (
    <>
      {barCall !== null && (
        <FindBar
          editor={editor}
          find={find}
          words={words.find}
          call={barCall}
          isReadOnly={isReadOnly}
          onClose={() => setBarCall(null)}
        />
      )}
      <OutlineRail
        editor={editor}
        outline={outline}
        counts={counts}
        words={words.outline}
        page={page}
        isShown={tools.showsOutline}
        onClose={tools.toggleOutline}
      />
      <DocumentPalette
        {...props}
        isOpen={dialog === "palette"}
        onClose={close}
        onLink={() => setDialog("link")}
        onDevice={() => setDialog("device")}
        onSignOut={() => setDialog("sign-out")}
      />
      <ShortcutsDialog
        title={words.own.shortcuts}
        shortcuts={documentShortcuts(editor.commands, words, isMacPlatform(navigator.platform))}
        isOpen={dialog === "shortcuts"}
        onClose={close}
      />
      <LinkDialog editor={editor} isOpen={dialog === "link"} onClose={close} />
      <DeviceDialog isOpen={dialog === "device"} onClose={close} />
      <SignOutDialog isOpen={dialog === "sign-out"} onClose={close} />
      <ShareDialog session={props.session} isOpen={dialog === "share"} onClose={close} />
    </>
  );
}

interface PaletteProps extends ToolsProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onLink: () => void;
  readonly onDevice: () => void;
  readonly onSignOut: () => void;
}

function DocumentPalette(props: PaletteProps) {
  const { editor, words, session, isOpen, onClose, onLink, onDevice, onSignOut } = props;
  // What can be done to the text changes with it.
  useEditorSnapshot(editor);
  const [isSearching, setSearching] = useState(false);
  const documents = useDocumentItems(words.palette, { isOpen, isSearching, openId: session.id });
  const page = usePageItems(words, props);
  const common = useCommonItems(words);
  const keep = useKeepItem(words.palette, { id: session.id, title: useTitle(session.ydoc) });
  const device = useDeviceItem(words.palette, onDevice);
  const account = useAccountItems(isOpen, onSignOut);
  // It needs an address.
  const run = (command: EditorCommand) => (command.id === "link" ? onLink() : editor.run(command.id));
  const items = isOpen
    ? [
        ...documents,
        ...page,
        keep,
        device,
        ...common,
        ...account,
        ...tableItems(editor),
        ...textItems(editor, words.palette, run),
      ]
    : [];
  return <Palette words={words.palette} {...{ items, isOpen, onClose }} onSearching={setSearching} />;
}
