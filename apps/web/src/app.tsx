import { CSPProvider } from "@base-ui/react/csp-provider";
import { Toast } from "@base-ui/react/toast";
import { lazy, Suspense, useRef } from "react";
import { Route, Switch, useLocation } from "wouter";
import { type AppContext, AppProvider } from "./app-context.ts";
import { LibraryPage } from "./pages/library.tsx";
import { MissingPage } from "./pages/missing.tsx";
import { BrokenPage } from "./parts/broken-page.tsx";
import { PageProgress } from "./parts/page-progress.tsx";
import { Toasts } from "./parts/toasts.tsx";
import { ArrivalProvider } from "./use-arrival.ts";

// Its own chunk: whoever only looks at the list loads no editor.
const DocumentPage = lazy(async () => ({ default: (await import("./pages/document.tsx")).DocumentPage }));

/** All pages, and what floats above them. */
export function App({ context }: { readonly context: AppContext }) {
  return (
    // Components that write style elements of their own would break the page's policy.
    <CSPProvider disableStyleElements>
      <AppProvider value={context}>
        <Toast.Provider timeout={8_000} limit={3}>
          <BrokenPage>
            <Suspense fallback={<PageProgress />}>
              <Pages />
            </Suspense>
          </BrokenPage>
          <Toasts />
        </Toast.Provider>
      </AppProvider>
    </CSPProvider>
  );
}

function Pages() {
  const [path] = useLocation();
  const firstPath = useRef<string | null>(path);
  if (firstPath.current !== path) firstPath.current = null;
  return (
    <ArrivalProvider value={firstPath.current === null}>
      <Switch>
        <Route path="/">{() => <LibraryPage />}</Route>
        <Route path="/d/:id">{({ id }: { id: string }) => <DocumentPage key={id} id={id} />}</Route>
        <Route>{() => <MissingPage />}</Route>
      </Switch>
    </ArrivalProvider>
  );
}
