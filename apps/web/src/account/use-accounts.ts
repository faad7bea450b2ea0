import { type Account, passwordLength } from "@quire/protocol";
import { useEffect, useMemo, useRef, useState } from "react";
import { ApiError, createApi } from "../api.ts";
import { useApp, useWords } from "../app-context.ts";
import { failureText } from "../failure-words.ts";
import { ownFetch } from "../own-fetch.ts";
import { type AccountWords, createEnglishAccount } from "../words/en-account.ts";
import { type AccountsApi, createAccountsApi } from "./accounts-api.ts";
import type { Problem, Values } from "./form.tsx";
import { leadToSignIn } from "./way-in.ts";

/** The words of the pages about people. */
export function useAccountWords(): AccountWords {
  const { format } = useWords();
  return useMemo(() => createEnglishAccount(format), [format]);
}

/** The API of the pages about people, for whoever signs in: a 401 is an answer to them. */
export function useSignInApi(): AccountsApi {
  const { build } = useApp();
  return useMemo(() => {
    const hearing = build.hearing(ownFetch);
    return createAccountsApi(createApi(hearing), hearing);
  }, [build]);
}

/** The same for who has signed in: whom the server does not know any more is led to where they do. */
export function useAccountsApi(): AccountsApi {
  const { build } = useApp();
  return useMemo(() => {
    const hearing = build.hearing(ownFetch);
    const leading: typeof fetch = async (...request) => {
      const answer = await hearing(...request);
      if (answer.status === 401 && (await codeOf(answer.clone())) === "QUIRE_ERR_UNAUTHENTICATED")
        leadToSignIn(window, build);
      return answer;
    };
    return createAccountsApi(createApi(leading), leading);
  }, [build]);
}

async function codeOf(answer: Response): Promise<unknown> {
  const body: unknown = await answer.json().catch(() => null);
  return typeof body === "object" && body !== null && "code" in body ? body.code : undefined;
}

/** Something that a page reads when it opens. */
export type Read<Value> =
  | { readonly phase: "loading" }
  | { readonly phase: "ready"; readonly value: Value }
  | { readonly phase: "failed"; readonly error: unknown };

interface Reading<Value> {
  readonly state: Read<Value>;
  readonly again: () => Promise<void>;
  readonly become: (value: Value) => void;
}

/** Reads something from the server, and again when told to; meanwhile what was read stays. `read`: always the same function. */
export function useRead<Value>(read: () => Promise<Value>): Reading<Value> {
  const [state, setState] = useState<Read<Value>>({ phase: "loading" });
  const again = useMemo(
    () => () =>
      read().then(
        (value) => setState({ phase: "ready", value }),
        (error: unknown) => setState({ phase: "failed", error }),
      ),
    [read],
  );
  useEffect(() => void again(), [again]);
  return { state, again, become: (value) => setState({ phase: "ready", value }) };
}

/** The same, and again when somebody comes back to the page, who keeps what they see where that cannot be read. */
export function useLiveRead<Value>(read: () => Promise<Value>): Reading<Value> {
  const reading = useRead(read);
  const newest = useRef(reading);
  newest.current = reading;
  useEffect(() => {
    const look = (): void => {
      if (document.visibilityState === "hidden") return;
      const before = newest.current.state;
      const isStill = () => newest.current.state === before;
      void read().then(
        (value) => isStill() && newest.current.become(value),
        () => undefined, // The next return, or the next thing that they do, says why.
      );
    };
    document.addEventListener("visibilitychange", look);
    addEventListener("focus", look);
    return () => {
      document.removeEventListener("visibilitychange", look);
      removeEventListener("focus", look);
    };
  }, [read]);
  return reading;
}

/** What a form says of a refusal; `fields` says which field a code is about. */
export function useExplain(fields: Readonly<Record<string, string>> = {}): (error: unknown) => Problem {
  const words = useWords();
  return (error) => {
    const field = error instanceof ApiError ? fields[error.code] : undefined;
    return { text: failureText(words, error), ...(field !== undefined && { field }) };
  };
}

/** The codes of `useExplain` about a password that is asked for where the account has one; without, the form says what they say. */
export function passwordFields({ hasPassword }: Account): Readonly<Record<string, string>> {
  return hasPassword ? { QUIRE_ERR_PASSWORD_WRONG: "password", QUIRE_ERR_CONFIRM_NEEDED: "password" } : {};
}

/** What is wrong with an e-mail address, a password, a new one, a name: null for nothing. Each names its field. */
export const checks = {
  email: ({ fields }: AccountWords, values: Values): Problem | null =>
    /^[^\s@]+@[^\s@]+$/.test(values("email").trim()) ? null : { field: "email", text: fields.emailMissing },
  password: ({ fields }: AccountWords, values: Values): Problem | null =>
    values("password") === "" ? { field: "password", text: fields.passwordMissing } : null,
  newPassword: ({ fields }: AccountWords, values: Values, field = "password"): Problem | null => {
    const { length } = Array.from(values(field));
    if (length < passwordLength.least) return { field, text: fields.passwordShort(length) };
    return length > passwordLength.most ? { field, text: fields.passwordLong } : null;
  },
  name: ({ fields }: AccountWords, values: Values): Problem | null =>
    /[\p{L}\p{N}]/u.test(values("name")) ? null : { field: "name", text: fields.nameMissing },
};
