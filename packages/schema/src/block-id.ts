const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const length = 10;

/** Fills the bytes with random values and gives them back. */
export type RandomBytes = (bytes: Uint8Array<ArrayBuffer>) => Uint8Array;

/** A new block's id: 60 random bits, so that two people's new blocks never share one. */
export function newBlockId(random: RandomBytes = (bytes) => platformCrypto().getRandomValues(bytes)): string {
  let id = "";
  for (const byte of random(new Uint8Array(length))) id += alphabet.charAt(byte & 63);
  return id;
}

/** Browsers and Node have it under this name; this package is compiled for neither. */
function platformCrypto(): { getRandomValues: RandomBytes } {
  return (globalThis as unknown as { crypto: { getRandomValues: RandomBytes } }).crypto;
}
