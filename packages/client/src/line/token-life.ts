/** How long before its end a newer token is asked for. */
const leadMs = 30_000;

/** A source that gives the same token again is not asked more often. */
const leastMs = 500;

/** What a timer can wait for: none ends that late. */
const mostMs = 2 ** 31 - 1;

/**
 * How long a token is good that came now, in milliseconds, as it says itself; for ever where it does not say. One that is just made
 * is good for as long as it was made for, whatever this device's clock says; one that was made before ends by the clock.
 */
export function lifeOf(token: string, now: number): number {
  const { exp, iat } = claimsOf(token);
  if (typeof exp !== "number") return Number.POSITIVE_INFINITY;
  const byClock = exp * 1_000 - now;
  if (typeof iat !== "number") return byClock;
  const whole = (exp - iat) * 1_000;
  return byClock > 0 ? Math.min(byClock, whole) : whole;
}

/** When to ask for a newer one while this one is good for so long; undefined for never. */
export function renewalIn(leftMs: number): number | undefined {
  const waitMs = leftMs > 2 * leadMs ? leftMs - leadMs : Math.max(leftMs / 2, leastMs);
  return leftMs > 0 && waitMs <= mostMs ? waitMs : undefined;
}

function claimsOf(token: string): { readonly exp?: unknown; readonly iat?: unknown } {
  try {
    const part = token.split(".")[1] ?? "";
    const claims: unknown = JSON.parse(atob(part.replaceAll("-", "+").replaceAll("_", "/")));
    return typeof claims === "object" && claims !== null ? claims : {};
  } catch {
    // It is of another kind.
    return {};
  }
}
