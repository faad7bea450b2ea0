/** The words about passkeys in English. */
export function createEnglishPasskeys() {
  return {
    signIn: "Sign in with a passkey",
    title: "Passkeys",
    text: "Sign in with your fingerprint, your face, or the lock of your device, in place of a password and a code.",
    add: "Add a passkey",
    addText: "Your browser asks for it next. Give it a name by which you know it again.",
    busy: "Adding…",
    name: "Name",
    nameExample: "My laptop",
    nameMissing: "Type a name for it.",
    added: (name: string) => `Added the passkey “${name}”`,
    never: "Not used yet",
    seen: (moment: string) => `Used ${moment}`,
    rename: "Rename",
    renameOf: (name: string) => `Rename the passkey “${name}”`,
    save: "Save",
    saving: "Saving…",
    remove: "Remove",
    removeOf: (name: string) => `Remove the passkey “${name}”`,
    removing: "Removing…",
    removed: (name: string) =>
      `Removed the passkey “${name}”. Your device may still show it; it opens nothing here.`,
    /** What a browser does not say more exactly, so that no site learns what somebody has. */
    notGiven: "No passkey was used. Nothing was changed.",
    here: "This device has a passkey for this account already.",
  };
}
