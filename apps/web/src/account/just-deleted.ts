const key = "quire-deleted";

/** Notes for the page where this tab goes on that its person has deleted their account. It is in no address: those anybody may write. */
export function markJustDeleted(): void {
  storage()?.setItem(key, "yes");
}

/** Whether they have, as the page before noted. */
export function hasJustDeleted(): boolean {
  const isNoted = storage()?.getItem(key) === "yes";
  storage()?.removeItem(key);
  return isNoted;
}

/** Undefined where the browser keeps nothing. */
function storage(): Storage | undefined {
  try {
    return sessionStorage;
  } catch {
    return undefined;
  }
}
