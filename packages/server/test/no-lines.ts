import { CloseCode } from "@quire/protocol";
import { fail } from "../src/errors.ts";
import type { Lines } from "../src/routes/line-admission.ts";

/** A server on which nobody has a line over HTTP, for tests of other routes. */
export const noLines: Lines = {
  size: 0,
  open: async () => ({ code: CloseCode.notFound, reason: "there is no such document" }),
  find: async () => {
    throw fail("QUIRE_ERR_LINE_NOT_FOUND", {});
  },
  closeAll() {},
};
