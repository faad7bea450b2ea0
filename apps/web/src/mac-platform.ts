/** Whether this is a machine whose main modifier is Command. */
export function isMacPlatform(platform: string): boolean {
  return /^(?:Mac|iP)/.test(platform);
}
