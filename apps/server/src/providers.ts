import { readFileSync } from "node:fs";
import type { ProviderSettings } from "@quire/people";
import { fail } from "@quire/server";

/** The servers that the file lists. Throws QUIRE_ERR_CONFIG_INVALID where it cannot be read, or something in it is wrong. */
export async function readProviders(path: string | undefined): Promise<readonly ProviderSettings[]> {
  if (path === undefined) return [];
  const { parseProviders } = await import("@quire/people");
  return parseProviders(readText(path));
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? ` (${String(error.code)})` : "";
    const allowed = `it must be a file that this user can read${reason}`;
    throw fail(
      "QUIRE_ERR_CONFIG_INVALID",
      { name: "QUIRE_OIDC_FILE", value: path, allowed },
      { cause: error },
    );
  }
}
