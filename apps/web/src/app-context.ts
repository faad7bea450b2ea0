import { createContext, useContext } from "react";
import type { AfterPaint } from "./after-paint.ts";
import type { Api } from "./api.ts";
import type { LibraryStore } from "./library-store.ts";
import type { MeStore } from "./me-store.ts";
import type { Words } from "./words/en.ts";

/** What every page is given. */
export interface AppContext {
  readonly words: Words;
  readonly api: Api;
  readonly library: LibraryStore;
  /** `ws://host` or `wss://host`: where this page came from. */
  readonly socketOrigin: string;
  readonly me: MeStore;
  /** For what a key's paint need not wait for. */
  readonly afterPaint: AfterPaint;
  /** Loads the document page's code, if it is not here yet. */
  loadDocumentPage(): Promise<unknown>;
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
