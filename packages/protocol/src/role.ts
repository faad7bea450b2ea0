/** What someone may do with a document, least first. Each role may do all that the ones before it may. */
export const roles = ["view", "comment", "suggest", "edit", "own"] as const;

/** One of `roles`. */
export type Role = (typeof roles)[number];

/** Whether `role` is at least `needed`. */
export function allows(role: Role, needed: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(needed);
}
