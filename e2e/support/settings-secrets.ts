import { readFileSync } from "node:fs";

/** The secrets that a server is given by its settings: its own at others, and those of whoever asks it. */
export function secretsIn(env: Readonly<Record<string, string>>): string[] {
  const { QUIRE_METRICS_TOKEN, QUIRE_SMTP_URL = "", QUIRE_OIDC_FILE, QUIRE_TOKEN_SECRET_FILE } = env;
  const found: (string | undefined)[] = [
    QUIRE_METRICS_TOKEN,
    decodeURIComponent(URL.parse(QUIRE_SMTP_URL)?.password ?? ""),
  ];
  if (QUIRE_TOKEN_SECRET_FILE !== undefined) found.push(readFileSync(QUIRE_TOKEN_SECRET_FILE, "utf8").trim());
  if (QUIRE_OIDC_FILE !== undefined)
    for (const { clientSecret } of JSON.parse(readFileSync(QUIRE_OIDC_FILE, "utf8")) as Provider[])
      found.push(clientSecret);
  return found.filter((secret): secret is string => secret !== undefined && secret !== "");
}

interface Provider {
  readonly clientSecret?: string;
}
