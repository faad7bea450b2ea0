/** Who is signed in in this browser, by the cookie that the server sets beside the session's; undefined for nobody, and where nobody signs in. */
export function signedInHere(cookies: string): string | undefined {
  return /(?:^|; )(?:__Host-)?quire-person=([\w-]+)/.exec(cookies)?.[1];
}
