import type { PeopleOptions } from "../options.ts";
import { SecretCookie } from "../sign-in/cookie.ts";
import type { PeopleStore } from "../store/store.ts";
import { Attempts, attemptSeconds } from "./attempts.ts";
import { Identities } from "./identities.ts";
import { Provider, providerPatienceMs } from "./provider.ts";
import { isIssuer } from "./settings.ts";

/** What is taken of the options of People. */
interface ProvidersOptions extends Pick<PeopleOptions, "url" | "providers" | "providerPatienceMs"> {
  readonly now: () => number;
}

/** The servers that people may sign in with, in the order they are offered, who is who there, and who is on their way. */
export class Providers {
  readonly identities: Identities;
  readonly attempts: Attempts;
  /**
   * Of somebody who is at a provider, with their attempt, sealed. `Lax` as all are: they come back from another site, by a link as it
   * were. One browser has one at a time, so of two tabs that set out the last one comes in.
   */
  readonly cookie: SecretCookie;
  readonly #providers: ReadonlyMap<string, Provider>;

  constructor(store: PeopleStore, options: ProvidersOptions) {
    const { now, providers = [], providerPatienceMs: patienceMs = providerPatienceMs } = options;
    this.identities = new Identities(store);
    this.attempts = new Attempts(now);
    const isSecure = options.url?.startsWith("https:") ?? false;
    const sealed = { form: /^[\w-]{1,3000}$/, maxAge: attemptSeconds };
    this.cookie = new SecretCookie("quire-attempt", isSecure, sealed);
    this.#providers = new Map(
      providers.map((settings) => [settings.id, new Provider(settings, now, patienceMs)]),
    );
  }

  get all(): readonly Provider[] {
    return [...this.#providers.values()];
  }

  /** As the page of signing in shows them. */
  get offered(): { id: string; name: string }[] {
    return this.all.map(({ settings: { id, name } }) => ({ id, name }));
  }

  /** Whether people can sign in with the issuer still. */
  isOffered(issuer: string): boolean {
    return this.all.some(({ settings }) => isIssuer(settings, issuer));
  }

  find(id: string): Provider | undefined {
    return this.#providers.get(id);
  }
}
