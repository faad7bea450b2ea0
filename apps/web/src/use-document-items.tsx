import type { Session } from "@quire/client";
import { type Editor, type EditorCommand, tableChoices } from "@quire/editor";
import {
  ArrowLeft,
  Download,
  Keyboard,
  Link2,
  ListTree,
  PanelTop,
  Quote,
  Replace,
  Search,
  Table,
  Trash2,
  UserPlus,
} from "lucide-react";
import { useLocation } from "wouter";
import { useWords } from "./app-context.ts";
import { useEditingWords } from "./editing-words.ts";
import { isMacPlatform } from "./mac-platform.ts";
import { type Tool, toolKeys } from "./page-keys.ts";
import { CommandIcon } from "./parts/command-icon.tsx";
import type { PaletteItem } from "./parts/palette.tsx";
import { mayDo } from "./said-access.ts";
import { deviceStorage } from "./theme.ts";
import { chooseTypography, setsTypography } from "./typography.ts";
import { useMe } from "./use-me.ts";
import { useOwnDocument } from "./use-own-document.ts";
import type { PageTools } from "./use-page-tools.ts";
import type { EditingWords } from "./words/en-editing.ts";
import type { ToolWords } from "./words/en-tools.ts";

/** Commands that do nothing useful without being told more, which their own places ask for. */
const askMore: ReadonlySet<string> = new Set(["code-language"]);

/** What can be done to the text now, by the editor's list of commands. */
export function textItems(
  editor: Editor,
  words: ToolWords["palette"],
  run: (command: EditorCommand) => void,
): readonly PaletteItem[] {
  const { enabled } = editor.getSnapshot();
  return editor.commands
    .filter(({ id }) => enabled.has(id) && !askMore.has(id))
    .map((command) => ({
      id: command.id,
      label: command.label,
      section: words[command.group],
      icon: <CommandIcon command={command} />,
      ...(command.keys !== undefined && { keys: command.keys }),
      ...(command.keywords !== undefined && { keywords: command.keywords }),
      run: () => run(command),
    }));
}

/** What can be done to the table that the caret is in, as the menus of its own bar have it. */
export function tableItems({ view }: Editor): readonly PaletteItem[] {
  return tableChoices(view).map((choice) => ({ ...choice, icon: <Table aria-hidden="true" /> }));
}

interface PageActions {
  readonly session: Session;
  readonly isReadOnly: boolean;
  readonly tools: PageTools;
}

/** What can be done on a document's page beside the text. */
export function usePageItems(words: ToolWords, actions: PageActions): readonly PaletteItem[] {
  const { session, isReadOnly, tools } = actions;
  const onTool = (tool: Tool) => tools.onCall({ tool });
  const { common } = useWords();
  const editor = useEditingWords();
  const isGuest = useMe()?.person.isGuest === true;
  const { copyAddress, download, remove } = useOwnDocument(session, words.own);
  const [, navigate] = useLocation();
  const keys = toolKeys(isMacPlatform(navigator.platform));
  const page = { section: words.palette.page };
  const exports = [
    ["markdown", words.own.exportMarkdown],
    ["html", words.own.exportHtml],
    ["text", words.own.exportText],
  ] as const;
  return [
    {
      ...page,
      id: "find",
      label: words.find.title,
      icon: <Search aria-hidden="true" />,
      keys: keys.find,
      run: () => onTool("find"),
    },
    ...(isReadOnly
      ? []
      : [
          {
            ...page,
            id: "replace",
            label: words.own.find,
            icon: <Replace aria-hidden="true" />,
            keys: keys.replace,
            run: () => onTool("replace"),
          },
          { ...page, ...toolbarItem(tools, editor) },
          { ...page, ...typographyItem(words.palette, words.own.typography) },
        ]),
    {
      ...page,
      id: "outline",
      label: tools.showsOutline ? words.outline.hide : words.outline.show,
      icon: <ListTree aria-hidden="true" />,
      run: tools.toggleOutline,
    },
    {
      ...page,
      id: "shortcuts",
      label: words.own.shortcuts,
      icon: <Keyboard aria-hidden="true" />,
      keys: keys.shortcuts,
      run: () => onTool("shortcuts"),
    },
    ...sharingItems(words, { share: () => onTool("share"), copyAddress, isGuest }),
    ...exports.map(([format, label]) => ({
      ...page,
      id: `export-${format}`,
      label,
      icon: <Download aria-hidden="true" />,
      run: () => download(format),
    })),
    {
      ...page,
      id: "library",
      label: common.backToLibrary,
      icon: <ArrowLeft aria-hidden="true" />,
      run: () => navigate("/"),
    },
    ...(mayDo(tools.access, "own")
      ? [{ ...page, id: "delete", label: words.own.delete, icon: <Trash2 aria-hidden="true" />, run: remove }]
      : []),
  ];
}

interface SharingActions {
  readonly share: () => void;
  readonly copyAddress: () => Promise<void>;
  readonly isGuest: boolean;
}

/** What brings others to the document; its own address is nothing that a guest could bring them by. */
function sharingItems(
  { own, palette }: ToolWords,
  { share, copyAddress, isGuest }: SharingActions,
): readonly PaletteItem[] {
  const keys = toolKeys(isMacPlatform(navigator.platform)).share;
  const sharing = {
    id: "share",
    section: palette.page,
    label: own.share,
    keywords: ["people", "access", "invite"],
    icon: <UserPlus aria-hidden="true" />,
    keys,
    run: share,
  };
  const copying = {
    id: "copy-address",
    section: palette.page,
    label: own.copyAddress,
    keywords: ["link"],
    icon: <Link2 aria-hidden="true" />,
    run: () => void copyAddress(),
  };
  return isGuest ? [sharing] : [sharing, copying];
}

/** Where the toolbar stands: the other place. */
function toolbarItem({ isToolbarDocked, toggleToolbar }: PageTools, words: EditingWords) {
  return {
    id: "toolbar",
    label: isToolbarDocked ? words.floatToolbar : words.dockToolbar,
    icon: <PanelTop aria-hidden="true" />,
    run: toggleToolbar,
  };
}

/** Whether typed quotes and dashes are set as a printer would: the other way. */
function typographyItem(words: ToolWords["palette"], name: string) {
  const isOn = setsTypography(deviceStorage());
  return {
    id: "typography",
    label: words.typography(name, isOn),
    icon: <Quote aria-hidden="true" />,
    run: () => chooseTypography(!isOn, deviceStorage()),
  };
}
