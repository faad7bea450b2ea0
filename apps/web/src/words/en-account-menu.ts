/** What leads to one's account from every page, in English. */
export const accountMenuWords = {
  label: "You",
  account: "Your account",
  people: "People",
  audit: "Audit log",
  signOut: "Sign out…",
};
