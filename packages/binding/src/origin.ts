/**
 * The origin of the Yjs transactions in which the binding writes what was edited here: what undo takes back. Two
 * editors on one Y.Doc have the same, and each undoes its own.
 */
export const bindingOrigin: object = Object.freeze({ name: "@quire/binding" });
