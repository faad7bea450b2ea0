/** The cookies that scripts read: they say whose the session is, and whose the visit, and nothing is believed for them. */
const forScripts: ReadonlySet<string> = new Set(["quire-person", "quire-visitor"]);

/** What is wrong with a Set-Cookie of ours; undefined for nothing. Every one is looked at that a test's browser is sent. */
export function cookieFault(cookie: string, isSecure: boolean): string | undefined {
  const [pair = "", ...rest] = cookie.split("; ");
  const attributes = rest.map((attribute) => attribute.toLowerCase());
  const name = pair.slice(0, pair.indexOf("="));
  const bare = name.replace(/^__Host-/, "");
  if (name.startsWith("__Host-") !== isSecure) return "its name binds it to the host where that is https";
  if (attributes.includes("secure") !== isSecure) return "Secure goes with https";
  if (!attributes.includes("path=/")) return "it is for the whole server";
  if (!attributes.includes("samesite=lax") && !attributes.includes("samesite=strict"))
    return "other sites would have it sent";
  if (attributes.some((attribute) => attribute.startsWith("domain"))) return "other hosts would have it";
  if (attributes.includes("httponly") === forScripts.has(bare))
    return "scripts read what says whose it is, and nothing else";
  return undefined;
}
