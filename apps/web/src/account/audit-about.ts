import { type AuditAction, parseDocumentId } from "@quire/protocol";
import { auditWords } from "../words/en-audit.ts";

/** What ids look like: those that the system draws, and those of passkeys, which are longer. */
const anId = /^[\w-]{20,}$/;

/**
 * What an entry of the audit log was about, for people: ids of who is there still, and of groups, as their names, roles in words. Other ids
 * say nothing to anybody; the file that is downloaded has them.
 */
export function aboutText(subject: string, names: ReadonlyMap<string, string>): string {
  const change = groupText(subject, names);
  if (change !== undefined) return change;
  const [, group = "", count] = /^([\w-]{20,}) (\d+)$/.exec(subject) ?? [];
  if (count !== undefined)
    return [names.get(group) ?? "", auditWords.group.members(count)].filter(Boolean).join(": ");
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

/** How many people an entry of the page names: the file that is downloaded has all. */
const mostNamed = 10;

/** What became of a group, and who came into it and left; undefined where an entry says nothing of one, or as earlier versions did. */
function groupText(subject: string, names: ReadonlyMap<string, string>): string | undefined {
  const found =
    /^[\w-]+ ("(?:[^"\\]|\\.)*") (\d+|deleted)(?:: (?:came in ([\w -]+))?(?:, )?(?:left ([\w -]+))?)?$/.exec(
      subject,
    );
  if (found === null) return undefined;
  const [, quoted = '""', state = "", came, left] = found;
  const { cameIn, went, members, deleted } = auditWords.group;
  const moved = [
    came === undefined ? "" : cameIn(namesOf(came.split(" "), names)),
    left === undefined ? "" : went(namesOf(left.split(" "), names)),
  ];
  const name = String(JSON.parse(quoted));
  const isGone = state === "deleted";
  const said = [isGone ? "" : members(state), ...moved].filter(Boolean).join(", ");
  return [isGone ? deleted(name) : name, said].filter(Boolean).join(": ");
}

/** People by their names, as many as somebody reads. */
function namesOf(ids: readonly string[], names: ReadonlyMap<string, string>): string {
  const known = ids.flatMap((id) => names.get(id) ?? []);
  const { more, gone } = auditWords.group;
  const shown = known.slice(0, mostNamed);
  const said = [
    ...shown,
    ...(known.length > shown.length ? [more(known.length - shown.length)] : []),
    ...(ids.length > known.length ? [gone(ids.length - known.length)] : []),
  ];
  return auditWords.list(said);
}

/** What an entry says was done, in a sentence: what and about what, or both in one. */
export function doneText(action: AuditAction, subject: string, names: ReadonlyMap<string, string>): string {
  const [what = "", scope = ""] = /^([a-z ]+?)(?:: [\w-]+(?:, (\w+))?)?$/.exec(subject)?.slice(1) ?? [];
  const said = auditWords.inOne[`${action} ${what}`];
  if (said === undefined)
    return [auditWords.actions[action], aboutText(subject, names)].filter(Boolean).join(": ");
  // What a token could do that is over says nothing any more.
  const scopes: Readonly<Record<string, string>> = what === "made" ? auditWords.scopes : {};
  return [said, scopes[scope] ?? ""].filter(Boolean).join(" ");
}

/** The document that somebody names by its address, or by its id as the log's file has it: "" where nothing is typed, undefined where that names none. */
export function documentIn(typed: string): string | undefined {
  const said = typed.trim();
  if (said === "") return "";
  return parseDocumentId(/(?:^|\/d\/)([\w-]+)(?:[?#].*)?$/.exec(said)?.[1] ?? "");
}
