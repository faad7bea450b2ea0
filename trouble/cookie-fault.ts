/** The one cookie that scripts read: it says whose the session is, and nothing is believed for it. */
const forScripts = "quire-person";

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
  if (attributes.includes("httponly") !== (bare !== forScripts))
    return "scripts read one of them, and no other";
  return undefined;
}
