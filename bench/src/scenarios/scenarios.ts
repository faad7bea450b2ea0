import { Stop } from "../../../scripts/lib/main.mjs";
import type { Scenario } from "../scenario.ts";
import { awareness } from "./awareness.ts";
import { coldload } from "./coldload.ts";
import { connections } from "./connections.ts";
import { durability } from "./durability.ts";
import { everyKind } from "./every-kind.ts";
import { fanout } from "./fanout.ts";
import { growth } from "./growth.ts";
import { keystroke } from "./keystroke.ts";
import { largeSteps } from "./large-steps.ts";
import { light } from "./light.ts";
import { longDocument } from "./long-document.ts";
import { manyDocs } from "./many-docs.ts";
import { pageSize } from "./page-size.ts";
import { tabs } from "./tabs.ts";
import { writers } from "./writers.ts";

/** Every scenario, in the order in which they run. */
export const scenarios: readonly Scenario[] = [
  fanout,
  manyDocs,
  light,
  connections,
  coldload,
  growth,
  awareness,
  tabs,
  durability,
  keystroke,
  writers,
  everyKind,
  longDocument,
  largeSteps,
  pageSize,
];

/** The scenarios of these names. */
export function scenariosNamed(names: readonly string[]): readonly Scenario[] {
  const known = scenarios.map(({ name }) => name);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new Stop(`--scenario knows no "${unknown}"; it knows ${known.join(", ")}`);
  return scenarios.filter(({ name }) => names.includes(name));
}
