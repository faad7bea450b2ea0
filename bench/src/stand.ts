import type { Browsing } from "./browser/browsing.ts";
import type { Cores } from "./machine.ts";
import type { Source } from "./record.ts";
import type { Typists } from "./typist.ts";

/** What a run gives to whoever is measured. */
export interface Stand extends Omit<Source, "target"> {
  readonly cores: Cores;
  readonly typists: Typists;
  /** A folder of its own. */
  readonly folder: string;
  /** There where the scenario needs one. */
  readonly browsing: Browsing | undefined;
}
