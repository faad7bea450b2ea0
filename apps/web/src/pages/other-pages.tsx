import { lazy } from "react";
import { Route, Switch } from "wouter";

const DrawerPage = lazy(async () => ({ default: (await import("./drawer.tsx")).DrawerPage }));
const TrashPage = lazy(async () => ({ default: (await import("./trash.tsx")).TrashPage }));
const SignInPage = lazy(async () => ({ default: (await import("../account/sign-in-page.tsx")).SignInPage }));
const JoinPage = lazy(async () => ({ default: (await import("../account/join-page.tsx")).JoinPage }));
const ResetPage = lazy(async () => ({ default: (await import("../account/reset-page.tsx")).ResetPage }));
const EmailPage = lazy(async () => ({ default: (await import("../account/email-page.tsx")).EmailPage }));
const EnterPage = lazy(async () => ({ default: (await import("../sharing/enter-page.tsx")).EnterPage }));
const AccountPage = lazy(async () => ({
  default: (await import("../account/account-page.tsx")).AccountPage,
}));
const PeoplePage = lazy(async () => ({ default: (await import("../account/people-page.tsx")).PeoplePage }));
const AuditPage = lazy(async () => ({ default: (await import("../account/audit-page.tsx")).AuditPage }));
const MissingPage = lazy(async () => ({ default: (await import("./missing.tsx")).MissingPage }));

/** All pages but the list and a document, which know nothing of these: whoever opens one of the two does not load their names. */
export function OtherPages() {
  return (
    <Switch>
      <Route path="/unsaved">{() => <DrawerPage />}</Route>
      <Route path="/trash">{() => <TrashPage />}</Route>
      <Route path="/s/:token">
        {({ token }: { token: string }) => <EnterPage key={token} token={token} />}
      </Route>
      <Route path="/sign-in">{() => <SignInPage />}</Route>
      <Route path="/join">{() => <JoinPage />}</Route>
      <Route path="/reset">{() => <ResetPage />}</Route>
      <Route path="/email">{() => <EmailPage />}</Route>
      <Route path="/account">{() => <AccountPage />}</Route>
      <Route path="/people">{() => <PeoplePage />}</Route>
      <Route path="/audit">{() => <AuditPage />}</Route>
      <Route>{() => <MissingPage />}</Route>
    </Switch>
  );
}
