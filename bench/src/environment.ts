import { environment } from "../../scripts/lib/workspace.mjs";

/** What a server gets of our environment: what a process needs, no setting of anybody's. */
const passed = ["PATH", "HOME", "TMPDIR", "LANG"];

/** The environment of a server: little of ours, and what it is told. */
export function childEnvironment(further: Readonly<Record<string, string>>): Record<string, string> {
  const ours = Object.entries(environment()).flatMap(([name, value]): [string, string][] =>
    value !== undefined && passed.includes(name) ? [[name, value]] : [],
  );
  return { ...Object.fromEntries(ours), ...further };
}
