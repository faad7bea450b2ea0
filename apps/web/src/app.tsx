import { CSPProvider } from "@base-ui/react/csp-provider";
import { lazy, Suspense, useRef } from "react";
import { Route, Switch, useLocation } from "wouter";
import { type AppContext, AppProvider } from "./app-context.ts";
import { BrokenPage } from "./parts/broken-page.tsx";
import { PageProgress } from "./parts/page-progress.tsx";
import { ToastsPlace } from "./parts/toasts-place.tsx";
import { ArrivalProvider } from "./use-arrival.ts";
import { usePreload } from "./use-loaded.ts";

// Chunks of their own: whoever only looks at the list loads no editor, and whoever only writes no list.
const DocumentPage = lazy(async () => ({ default: (await import("./pages/document.tsx")).DocumentPage }));
const OtherPages = lazy(async () => ({ default: (await import("./pages/other-pages.tsx")).OtherPages }));
const loadLibraryPage = () => import("./pages/library.tsx");
const LibraryPage = lazy(async () => ({ default: (await loadLibraryPage()).LibraryPage }));

/** By then the page has what it was opened for; later the connection may be gone, and the way back should not need it. */
const preloadMs = 3_000;

/** All pages, and what floats above them. */
export function App({ context }: { readonly context: AppContext }) {
  return (
    // Components that write style elements of their own would break the page's policy.
    <CSPProvider disableStyleElements>
      <AppProvider value={context}>
        <BrokenPage>
          <Suspense fallback={<PageProgress />}>
            <Pages />
          </Suspense>
        </BrokenPage>
        <ToastsPlace />
      </AppProvider>
    </CSPProvider>
  );
}

function Pages() {
  const [path] = useLocation();
  usePreload(loadLibraryPage, preloadMs);
  const firstPath = useRef<string | null>(path);
  if (firstPath.current !== path) firstPath.current = null;
  return (
    <ArrivalProvider value={firstPath.current === null}>
      <Switch>
        <Route path="/">{() => <LibraryPage />}</Route>
        <Route path="/d/:id">{({ id }: { id: string }) => <DocumentPage key={id} id={id} />}</Route>
        <Route>{() => <OtherPages />}</Route>
      </Switch>
    </ArrivalProvider>
  );
}
