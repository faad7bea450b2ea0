import type { KeptFile } from "@quire/client";

/** Gives a file that this device keeps to the person, as browsers give files. */
export function downloadFile({ bytes, fileName }: Pick<KeptFile, "bytes" | "fileName">): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(bytes);
  link.download = fileName;
  link.click();
  // The browser has taken it by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
