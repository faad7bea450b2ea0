import { hueCount, maxNameLength, picturePattern } from "./names.ts";
import { booleanShape, integerShape, objectShape, type ShapeOf, textShape } from "./shape.ts";

/** Someone: an id that is no secret, the name they go by, and their hue, the same everywhere and for ever. */
export const Person = objectShape(
  {
    id: textShape({ minLength: 1, maxLength: 128 }),
    name: textShape({ minLength: 1, maxLength: maxNameLength }),
    hue: integerShape({ minimum: 1, maximum: hueCount }),
  },
  {
    /**
     * Whether somebody has no account, and came by a link: nobody vouches for the name. Missing where nobody has an account, by
     * which pages know such a server.
     */
    isGuest: booleanShape,
    /** Their picture's version, where they have one: it is at `GET /api/people/:id/picture/:version`, and no other one ever will be. */
    picture: textShape({ pattern: picturePattern }),
  },
);
export type Person = ShapeOf<typeof Person>;
