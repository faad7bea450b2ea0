import { type LinkRole, linkRoles, type Role, roles } from "@quire/protocol";

/** Whether a role does something here yet that the one before it does not. */
const doesSomething = {
  view: true,
  comment: false,
  suggest: false,
  edit: true,
  own: true,
} as const satisfies Record<Role, boolean>;

/** What a menu offers: only what does something. */
export type Power = { [R in Role]: (typeof doesSomething)[R] extends true ? R : never }[Role];

function isPower(role: Role): role is Power {
  return doesSomething[role];
}

/** What may be given to people. */
export const powers: readonly Power[] = roles.filter(isPower);

/** What links may let people do, and what may be given to groups and be asked for: nobody owns by these. */
export const sharedPowers: readonly (Power & LinkRole)[] = linkRoles.filter(
  (role: LinkRole): role is Power & LinkRole => isPower(role),
);
