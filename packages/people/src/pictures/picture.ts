import { hash } from "node:crypto";
import { fail, typeOf } from "@quire/server";
import { readJpeg, readPng, readWebp, type Sight } from "./sight.ts";

/** Bytes that a picture may have. */
export const maxPictureBytes = 256 * 1024;

/** Pixels that a side of it may have. */
const mostPixels = 1024;

/** The types that it may have, by its own bytes. */
export const pictureTypes = ["image/png", "image/jpeg", "image/webp"] as const;

const readers: Readonly<Record<string, (bytes: Buffer) => Sight | undefined>> = {
  "image/png": readPng,
  "image/jpeg": readJpeg,
  "image/webp": readWebp,
} satisfies Record<(typeof pictureTypes)[number], unknown>;

/**
 * Looks at what somebody sent as their picture, and answers with its version, which says its bytes. Nothing is decoded.
 * Throws QUIRE_ERR_PICTURE_UNFIT.
 */
export function checkPicture(bytes: Buffer): string {
  const read = readers[typeOf(bytes)];
  if (read === undefined) throw unfit("is of another type");
  const sight = read(bytes);
  if (sight === undefined) throw unfit("cannot be read");
  const { width, height, isMoving } = sight;
  if (isMoving) throw unfit("moves");
  if (Math.max(width, height) > mostPixels) throw unfit(`has ${width} by ${height} pixels`);
  return hash("sha256", bytes, "base64url").slice(0, 16);
}

function unfit(problem: string): Error {
  return fail("QUIRE_ERR_PICTURE_UNFIT", { problem, mostPixels });
}
