import "@fontsource-variable/inter";
import "@fontsource-variable/source-serif-4";
import "@fontsource-variable/source-serif-4/wght-italic.css";
import "@fontsource-variable/jetbrains-mono";
import "./style/layers.css";
import { keepFor } from "@quire/client";
import { createRoot } from "react-dom/client";
import { staysSignedIn } from "./account/forget-mark.ts";
import { createAfterPaint } from "./after-paint.ts";
import { createApi } from "./api.ts";
import { App } from "./app.tsx";
import type { AppContext } from "./app-context.ts";
import { FilesLeft } from "./files-left.ts";
import { MeStore } from "./me-store.ts";
import { Messages } from "./messages.ts";
import { buildOf, ServerBuild } from "./offline/server-build.ts";
import { ownFetch } from "./own-fetch.ts";
import { ownerHere, signedInHere } from "./signed-in.ts";
import { deviceStorage, readTheme, showTheme } from "./theme.ts";
import { once } from "./use-loaded.ts";
import { createEnglish } from "./words/en.ts";

// First of all: nothing is drawn yet in the other theme.
showTheme(readTheme(deviceStorage()), document.documentElement);

// Nor is anything opened that is kept here for somebody.
const person = signedInHere(document.cookie);
keepFor(ownerHere(document.cookie));

const root = document.getElementById("app");
if (root === null) throw new Error('index.html must have an element with the id "app"');

const build = new ServerBuild(buildOf(document));
const askServer = build.hearing(async (...request) => {
  const answer = await ownFetch(...request);
  // Where people sign in, and nobody is: it says so to nobody else.
  if (answer.status === 401)
    void import("./account/way-in.ts").then((way) => way.leadToSignIn(window, build));
  return answer;
});
const api = createApi(askServer);
const words = createEnglish(navigator.languages.find((language) => language.startsWith("en")));
const parts = {
  words,
  api,
  person,
  late: {},
  socketOrigin: location.origin.replace(/^http/, "ws"),
  messages: new Messages(),
  build,
  filesLeft: new FilesLeft(words),
  // What makes a document comes with its page, and is nothing that shows one.
  loadDocumentPage: async () => {
    const loading = [import("./pages/document.tsx"), import("./device/first-block.ts")] as const;
    const [{ writeOnDevice, loadPutFile }, { writeFirstBlock }] = await Promise.all(loading);
    return { writeFirstBlock: writeFirstBlock.bind(null, writeOnDevice), loadPutFile };
  },
};
const context: AppContext = {
  ...parts,
  me: new MeStore(api),
  afterPaint: createAfterPaint(window),
  loadDevice: once(async () => (await import("./device/open-device.ts")).openDevice(parts)),
};
context.me.subscribe(() => staysSignedIn(context.me.getSnapshot()?.person.id, deviceStorage()));
createRoot(root).render(<App context={context} />);

// What opens the pages without a network is fetched when this one is there, and not in its way.
const openOffline = () =>
  void import("./offline/open-offline.ts").then(
    (offline) => offline.openOffline(window, context),
    // A network that fails now may be there soon, whether or not the browser says so.
    () => setTimeout(openOffline, 30_000),
  );
// Where this one took the place of another, it has to lead back into it first.
addEventListener("load", () => setTimeout(openOffline, history.state?.place === undefined ? 1_000 : 0));
