import "@fontsource-variable/inter";
import "@fontsource-variable/source-serif-4";
import "@fontsource-variable/source-serif-4/wght-italic.css";
import "@fontsource-variable/jetbrains-mono";
import "./style/layers.css";
import { createRoot } from "react-dom/client";
import { createAfterPaint } from "./after-paint.ts";
import { createApi } from "./api.ts";
import { App } from "./app.tsx";
import type { AppContext } from "./app-context.ts";
import { LibraryStore } from "./library-store.ts";
import { MeStore } from "./me-store.ts";
import { deviceStorage, readTheme, showTheme } from "./theme.ts";
import { createEnglish } from "./words/en.ts";

// First of all: nothing is drawn yet in the other theme.
showTheme(readTheme(deviceStorage()), document.documentElement);

const root = document.getElementById("app");
if (root === null) throw new Error('index.html must have an element with the id "app"');

const api = createApi((...request) => fetch(...request));
const context: AppContext = {
  words: createEnglish(navigator.languages.find((language) => language.startsWith("en"))),
  api,
  library: new LibraryStore(api.listDocuments),
  socketOrigin: location.origin.replace(/^http/, "ws"),
  me: new MeStore(api),
  afterPaint: createAfterPaint(window),
  loadDocumentPage: () => import("./pages/document.tsx"),
};
createRoot(root).render(<App context={context} />);
