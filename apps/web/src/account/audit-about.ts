import { auditWords } from "../words/en-audit.ts";

/** What ids look like: those that the system draws, and those of passkeys, which are longer. */
const anId = /^[\w-]{20,}$/;

/**
 * What an entry of the audit log was about, for people: ids of who is there still as their names, roles in words. Other ids
 * say nothing to anybody; the file that is downloaded has them.
 */
export function aboutText(subject: string, names: ReadonlyMap<string, string>): string {
  const roles: Readonly<Record<string, string>> = auditWords.roles;
  const said = subject.split(" ").map((word) => {
    const [, bare = word, end = ""] = /^(.*?)([:,]?)$/.exec(word) ?? [];
    const name = names.get(bare);
    if (name !== undefined) return name + end;
    return anId.test(bare) ? "" : (roles[bare] ?? bare) + end;
  });
  const text = said.filter(Boolean).join(" ");
  return text.replace(/^(?:person|link)\b ?/, "").replace(/[:,]$/, "");
}
