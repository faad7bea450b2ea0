/**
 * The origin of the Yjs transactions in which the binding writes what was edited here: what undo takes back. An object
 * of its own, so that two editors on one Y.Doc are told apart from others and not from each other.
 */
export const bindingOrigin: object = Object.freeze({ name: "@quire/binding" });
