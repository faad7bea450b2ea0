/** Who is signed in in this browser, by the cookie that the server sets beside the session's; undefined for nobody, and where nobody signs in. */
export function signedInHere(cookies: string): string | undefined {
  return idIn(cookies, "person");
}

/** Whose a page is that is opened here now: of who is signed in, else of the guest who came by a link. */
export function ownerHere(cookies: string): string | undefined {
  return signedInHere(cookies) ?? idIn(cookies, "visitor");
}

function idIn(cookies: string, name: string): string | undefined {
  return new RegExp(`(?:^|; )(?:__Host-)?quire-${name}=([\\w-]+)`).exec(cookies)?.[1];
}
