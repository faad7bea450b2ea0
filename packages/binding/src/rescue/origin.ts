/**
 * The origin of the Yjs transactions in which a session puts words back, or takes away what stands twice. It is nobody's
 * edit: undo does not track it.
 */
export const rescueOrigin: object = Object.freeze({ name: "@quire/binding rescue" });
