import type { loadPutFile } from "@quire/editor";
import { createContext, useContext } from "react";
import type { AfterPaint } from "./after-paint.ts";
import type { Api } from "./api.ts";
import type { Device } from "./device/device.ts";
import type { FilesLeft } from "./files-left.ts";
import type { LibraryStore } from "./library-store.ts";
import type { MeStore } from "./me-store.ts";
import type { Messages } from "./messages.ts";
import type { ServerBuild } from "./offline/server-build.ts";
import type { Words } from "./words/en.ts";

/** What others need of what comes with the document page's code. */
interface DocumentPageCode {
  /** Makes a document on this device. */
  writeFirstBlock(url: string, indexedDB: IDBFactory | undefined, id: string): Promise<void>;
  /** Loads what puts a file into a document that nobody has open. */
  loadPutFile: typeof loadPutFile;
}

/** What comes after the page. */
interface LateParts {
  /** Made when it is first asked for: see `libraryOf`. */
  library?: LibraryStore;
  /** Reloads the page, so that the one that comes leads back to where somebody is in this one. */
  reload?(): void;
  /** The document that was opened again since its person is signed in after all, and by which session: see `useComingBack`. */
  cameBackTo?: string;
}

/** What every page is given. */
export interface AppContext {
  readonly words: Words;
  readonly api: Api;
  /** The id of who was signed in in this browser when the page was opened; undefined for nobody, and where nobody signs in. */
  readonly person: string | undefined;
  readonly late: LateParts;
  /** `ws://host` or `wss://host`: where this page came from. */
  readonly socketOrigin: string;
  readonly me: MeStore;
  readonly messages: Messages;
  /** Which build the server has, and this page is of. */
  readonly build: ServerBuild;
  /** For what a key's paint need not wait for. */
  readonly afterPaint: AfterPaint;
  /** Loads the document page's code, if it is not here yet. */
  loadDocumentPage(): Promise<DocumentPageCode>;
  /** What this device does while the server cannot be reached: fetched and opened once. */
  loadDevice(): Promise<Device>;
  readonly filesLeft: FilesLeft;
}

const Context = createContext<AppContext | null>(null);

/** Gives the pages below it what they need. */
export const AppProvider = Context.Provider;

/** What the app gave its pages. */
export function useApp(): AppContext {
  const app = useContext(Context);
  if (app === null) throw new Error("useApp needs an AppProvider above it");
  return app;
}

/** Every word that the pages say. */
export function useWords(): Words {
  return useApp().words;
}
