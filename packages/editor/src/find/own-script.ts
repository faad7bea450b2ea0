/** What a page gives its policy about scripts; browsers without such policies take the address as it is. */
interface ScriptPolicies {
  createPolicy(
    name: string,
    rules: { readonly createScriptURL: (address: string) => string },
  ): { createScriptURL(address: string): string };
}

/** The name that a page's `trusted-types` has to allow where it requires trusted types. */
const policyName = "QuireWorker";

// A page may make a policy of a name once, as long as it lives.
let policy: ReturnType<ScriptPolicies["createPolicy"]> | undefined;

/** The address of a script of this page's own server, as the browser wants it; throws where the page does not allow that. */
export function ownScript({ href }: URL): string {
  const { trustedTypes } = globalThis as { readonly trustedTypes?: ScriptPolicies };
  if (trustedTypes === undefined) return href;
  policy ??= trustedTypes.createPolicy(policyName, { createScriptURL: onlyOwn });
  return policy.createScriptURL(href);
}

function onlyOwn(address: string): string {
  const { origin } = new URL(address);
  if (origin !== location.origin)
    throw new TypeError(`A worker comes from ${location.origin}, not ${origin}`);
  return address;
}
